import { css } from 'lit'

/** Rows, bubbles and how a sending went. */
export const bubbleStyles = css`
  .row { position: absolute; inset: 0 0 auto; padding: 2px 18px; }
  .row[data-first] { padding-top: 10px; }
  .above { margin: 6px 0 8px; color: var(--text-3); font-size: var(--text-sm); text-align: center; }
  .above[data-above='day'] { display: flex; align-items: center; gap: 14px; margin: 10px 0; }
  .above[data-above='day']::before, .above[data-above='day']::after {
    content: ''; flex: 1; height: 1px; background: var(--line);
  }
  .line {
    margin: 4px auto; max-width: 78%; color: var(--text-3); font-size: var(--text-sm); text-align: center;
    overflow-wrap: anywhere;
  }
  .private {
    display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 8px; width: fit-content; max-width: 78%;
    margin: 6px auto; padding: 6px 12px; border: 1px dashed var(--warning); border-radius: var(--radius-m);
    background: var(--warning-soft); color: var(--text); overflow-wrap: anywhere;
  }
  .private .tag {
    display: inline-flex; align-items: center; gap: 4px; color: var(--warning); font-size: var(--text-sm);
  }
  .private .icon { width: 14px; height: 14px; align-self: center; }
  .private small { color: var(--text-3); font-size: var(--text-xs); }
  .private.handed { border-style: solid; border-color: var(--line); background: none; color: var(--text-2); }
  .said { display: flex; gap: 10px; }
  .said.out { flex-direction: row-reverse; }
  .gap { width: 34px; flex: none; }
  .column {
    display: flex; flex-direction: column; align-items: start; gap: 3px; min-width: 0; max-width: min(72%,
    620px);
  }
  .out .column { align-items: end; }
  .writer { max-width: 100%; color: var(--text-3); font-size: var(--text-sm); line-height: 1.3; }
  .beside { display: flex; flex-wrap: wrap; align-items: end; gap: 4px 8px; max-width: 100%; }
  .out .beside { flex-direction: row-reverse; }
  .body { min-width: 0; max-width: 100%; }
  .bubble {
    max-width: 100%; padding: 8px 12px; border: 1px solid var(--bubble-line);
    border-radius: 4px 12px 12px 12px; background: var(--bubble-in);
    color: var(--text); font-size: var(--text-lg); line-height: 1.5; overflow-wrap: anywhere;
  }
  .out .bubble {
    border-color: transparent; border-radius: 12px 4px 12px 12px; background: var(--bubble-out);
  }
  .words { white-space: pre-wrap; }
  .bubble a { color: var(--primary); }
  .face { font-family: var(--font-emoji); font-size: 1.2em; line-height: 1; }
  .bubble.faces { padding: 4px 10px; font-size: 26px; line-height: 1.4; }
  .bubble mark { padding: 0 1px; border-radius: 3px; background: var(--danger); color: var(--surface); }
  .bubble.unknown { color: var(--text-2); }
  .bubble.unknown span { display: block; color: var(--text); }
  .bubble small { color: var(--text-3); font-size: var(--text-sm); }
  .out .bubble small { color: var(--text-2); }
  .bubble.unknown small { display: block; }
  .quoted {
    margin: 6px 0 1px; padding: 2px 0 2px 9px; border-left: 3px solid var(--line-strong);
    color: var(--text-2);
    font-size: var(--text-sm);
  }
  .quoted button {
    display: block; max-width: 100%; padding: 0; overflow: hidden; border: 0; border-radius: 3px; background: none;
    color: inherit; text-align: left; text-overflow: ellipsis;
  }
  .quoted button:hover { color: var(--primary); }
  .sending, .sent {
    display: grid; place-items: center; width: 16px; height: 16px; margin-bottom: 4px; color: var(--text-3);
  }
  .sending::before {
    content: ''; box-sizing: border-box; width: 11px; height: 11px; border: 1.6px solid var(--line-strong);
    border-top-color: var(--primary);
    border-radius: 50%; animation: turn calc(0.9s * var(--motion)) linear infinite;
  }
  .sent .icon { width: 13px; height: 13px; stroke-width: 2; opacity: 0.75; }
  @keyframes turn { to { transform: rotate(360deg); } }
  .uploading {
    display: inline-flex; gap: 8px; margin-bottom: 4px; color: var(--text-3); font-size: var(--text-sm);
    font-variant-numeric: tabular-nums;
  }
  .trouble {
    display: flex; flex: 1 1 100%; align-items: center; justify-content: end; gap: 7px;
    font-size: var(--text-sm);
  }
  .trouble .icon { width: 15px; height: 15px; }
  .trouble.danger, .note.danger { color: var(--danger); }
  .trouble.warning { color: var(--warning); }
  .trouble button { flex: none; }
  .note { font-size: var(--text-sm); }
  .note.automatic { color: var(--text-3); }
  .beside { position: relative; }
  .act { position: absolute; right: calc(100% + 4px); bottom: 0; width: 24px; height: 24px; opacity: 0; }
  .act .icon { width: 15px; height: 15px; }
  .row:hover .act, .act:focus-visible { opacity: 1; }
  .in .act { right: auto; left: calc(100% + 4px); }
  .choice { width: 17px; height: 17px; flex: none; align-self: center; margin: 0; accent-color: var(--primary); }
  .said:has(.choice) .act { display: none; }
  .out .choice { margin-right: auto; order: 9; }
  .row[data-flashed] .body { border-radius: 12px; animation: flash calc(1.6s * var(--motion)) ease-out; }
  @keyframes flash { 0%, 40% { box-shadow: 0 0 0 4px color-mix(in srgb, var(--primary) 45%, transparent); } }
`

/** What the kinds look like inside their bubbles. */
export const kindStyles = css`
  .picture {
    display: grid; position: relative; place-items: center; max-width: 100%; padding: 0; overflow: hidden;
    border: 1px solid var(--bubble-line);
    border-radius: var(--radius-m); background: var(--surface-hover); color: var(--text-3); cursor: zoom-in;
  }
  .picture img, .picture video { display: block; width: 100%; height: 100%; object-fit: cover; }
  .picture.video { cursor: default; background: #000; }
  .picture.video video { object-fit: contain; }
  .picture.absent {
    min-width: 150px; place-content: center; gap: 6px; cursor: default; font-size: var(--text-sm);
  }
  .picture.absent img { position: absolute; inset: 0; }
  .picture .cover-note {
    display: flex; flex-wrap: wrap; align-items: center; gap: 4px; position: absolute; inset: auto 0 0;
    padding: 18px 10px 7px;
    color: #fff; white-space: nowrap;
    background: linear-gradient(transparent, rgb(0 0 0 / 62%)); text-align: left;
  }
  .picture .cover-note :is(button, .note) { margin-left: auto; color: #fff; }
  .picture .cover-note .note { white-space: normal; }
  .picture .cover-note .icon { width: 15px; height: 15px; }
  .picture.missing::after, .sticker.missing::after { content: '图片打不开'; font-size: var(--text-sm); }
  .sticker { color: var(--text-3); }
  .sticker img {
    display: block; width: 100%; height: 100%; object-fit: contain; border-radius: var(--radius-s);
  }
  .spoken {
    margin: 5px 0 0; padding-top: 5px; border-top: 1px solid var(--line); color: var(--text-2);
    font-size: var(--text-md);
  }
  .bubble.sheet {
    display: grid; gap: 5px; width: 262px; padding: 10px 12px; background: var(--bubble-in);
    border-color: var(--bubble-line); text-decoration: none; color: var(--text);
  }
  a.bubble.sheet:hover { background: var(--surface-hover); }
  .sheet .title { font-size: var(--text-lg); font-weight: 500; line-height: 1.4; }
  .sheet .pair { display: flex; gap: 10px; justify-content: space-between; }
  .sheet .about {
    display: -webkit-box; overflow: hidden; color: var(--text-3); font-size: var(--text-sm);
    line-height: 1.45;
    -webkit-box-orient: vertical; -webkit-line-clamp: 3;
  }
  .sheet .cover {
    display: grid; place-items: center; width: 44px; height: 44px; flex: none;
    border-radius: var(--radius-s); background: var(--surface-hover); color: var(--text-3); object-fit: cover;
  }
  .sheet .wide .cover { width: 100%; height: 140px; }
  .sheet .foot {
    display: flex; align-items: center; gap: 5px; margin-top: 2px; padding-top: 6px;
    border-top: 1px solid var(--line);
    color: var(--text-3) !important; font-size: var(--text-xs);
  }
  .foot .where { margin-right: auto; }
  .foot .icon { width: 13px; height: 13px; }
  .person { display: flex; align-items: center; gap: 10px; }
  .what { display: grid; min-width: 0; flex: 1; }
  .what b { font-weight: 500; }
  .what small { color: var(--text-3) !important; }
  .sheet.file { display: flex; align-items: center; gap: 12px; }
  .file .name { line-height: 1.4; overflow-wrap: anywhere; }
  .ext {
    display: grid; place-items: center; width: 40px; height: 46px; flex: none;
    border-radius: var(--radius-s); background: #5c6778; color: #fff; font-size: 11px; font-weight: 700;
  }
  .ext[data-family='word'] { background: #2b5fb8; }
  .ext[data-family='sheet'] { background: #1c7a48; }
  .ext[data-family='slides'] { background: #b4501f; }
  .ext[data-family='pdf'] { background: #b3362e; }
  .ext[data-family='pack'] { background: #7a5a1a; }
  details summary { display: grid; gap: 3px; cursor: pointer; list-style: none; border-radius: 3px; }
  details .more { color: var(--primary); font-size: var(--text-sm); }
  details[open] .more { display: none; }
  details[open] .about { margin-top: 3px; -webkit-line-clamp: 20; }
  .bubble.money {
    display: grid; gap: 4px; min-width: 210px; border-color: transparent; background: var(--money-soft);
  }
  .money .sum {
    display: flex; align-items: center; gap: 10px; color: var(--money); font-size: 16px;
    font-variant-numeric: tabular-nums;
  }
  .money .sum i { font-size: 24px; font-style: normal; line-height: 1.2; }
  .money .sum b { font-weight: 600; }
  .bubble.money small { color: var(--text-3); }
  .bubble.money:not([data-progress='open']) { background: var(--surface-hover); }
  .money:not([data-progress='open']) .sum { color: var(--text-2); }
  .bubble.call { display: flex; align-items: center; gap: 8px; }
`
