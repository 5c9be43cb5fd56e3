import { css } from 'lit'

export const conversationListStyles = css`
  :host, section { display: flex; flex-direction: column; }
  section { flex: 1; min-height: 0; }
  :host {
    position: relative; width: 296px; min-height: 0; flex: none;
    background: var(--surface-list); border-right: 1px solid var(--line);
  }
  header { display: grid; gap: 8px; padding: 10px 12px 8px; border-bottom: 1px solid var(--line); }
  .title { display: flex; align-items: center; justify-content: space-between; gap: 10px; min-height: 22px; }
  .views { display: flex; gap: 12px; }
  .views button { padding: 0; border: 0; background: none; color: var(--text-3); font-size: 15px; border-radius: 3px; }
  .views button[aria-pressed='true'] { color: var(--text); font-weight: 650; }
  .search { display: flex; position: relative; align-items: center; }
  .search .icon { position: absolute; left: 9px; width: 15px; color: var(--text-3); pointer-events: none; }
  input {
    width: 100%; height: 32px; padding: 0 10px 0 30px; border: 1px solid transparent;
    border-radius: var(--radius-s);
    background: var(--surface-press);
  }
  input::placeholder { color: var(--text-3); opacity: 1; }
  input::-webkit-search-cancel-button { opacity: 0.6; }
  input:focus-visible {
    background: var(--surface-input); border-color: var(--primary); outline-offset: -1px;
  }
  kbd {
    position: absolute; right: 8px; padding: 0 5px; border: 1px solid var(--line-strong); border-radius: 4px;
    color: var(--text-3);
    font: 10.5px / 16px var(--font); pointer-events: none;
  }
  input:focus ~ kbd { display: none; }
  .tabs { display: flex; gap: 2px; }
  .tabs button {
    display: inline-flex; align-items: center; gap: 5px; height: 26px; padding: 0 10px; border: 0;
    border-radius: 13px;
    background: none; color: var(--text-2); transition: background var(--speed);
  }
  .tabs button:hover { background: var(--surface-hover); }
  .tabs button[aria-pressed='true'] {
    background: var(--primary-soft); color: var(--primary); font-weight: 600;
  }
  .count { font-size: var(--text-xs); font-weight: 500; font-variant-numeric: tabular-nums; }
  .scroller { flex: 1; min-height: 0; overflow: hidden auto; overflow-anchor: none; contain: strict; }
  .scroller:focus-visible { outline-offset: -2px; }
  .row {
    display: flex; position: absolute; inset: 0 0 auto; gap: 10px; height: 54px; padding: 7px 12px;
    contain: size layout style; cursor: pointer;
  }
  .mixed .row { height: 70px; }
  .compact .row { height: 48px; padding-block: 4px; }
  .row.pinned { background: color-mix(in srgb, var(--surface-press) 55%, transparent); }
  .row.pinned::after {
    content: ''; position: absolute; top: 0; right: 0; border: 5px solid;
    border-color: var(--primary) var(--primary) transparent transparent;
  }
  .row:hover { background: var(--surface-hover); }
  .row[aria-selected='true'] { background: var(--surface-selected); }
  .picture { position: relative; height: 40px; }
  .compact .picture, .compact .avatar { width: 34px; height: 34px; }
  .badge {
    position: absolute; top: -5px; right: -6px; min-width: 18px; padding: 0 4px; border-radius: 9px;
    background: var(--badge);
    color: #fff; font-size: 11px; font-weight: 600; line-height: 18px; text-align: center;
    box-shadow: 0 0 0 1.5px var(--surface-list);
  }
  .lines { display: grid; flex: 1; align-content: center; min-width: 0; gap: 1px; }
  .top, .bottom { display: flex; align-items: center; gap: 6px; min-width: 0; }
  .top .icon { width: 13px; height: 13px; color: var(--text-3); }
  .name { font-size: var(--text-lg); font-weight: 500; }
  .time {
    margin-left: auto; color: var(--text-3); font-size: var(--text-xs); white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .preview { flex: 1; color: var(--text-3); font-size: var(--text-sm); }
  .row[aria-selected='true'] :is(.preview, .time, .via) { color: var(--text-2); }
  .draft { color: var(--danger); font-weight: 500; }
  .wait {
    display: inline-flex; align-items: center; gap: 3px; padding: 0 6px; border-radius: 8px;
    font-size: var(--text-xs);
    line-height: 16px; white-space: nowrap; font-variant-numeric: tabular-nums;
  }
  .wait .icon { width: 11px; height: 11px; stroke-width: 2.2; }
  .wait[data-level='fresh'] { background: var(--success-soft); color: var(--success); }
  .wait[data-level='soon'] { background: var(--warning-soft); color: var(--warning); }
  .wait[data-level='late'] { background: var(--danger-soft); color: var(--danger); font-weight: 600; }
  .via {
    display: flex; align-items: center; gap: 5px; color: var(--text-3); font-size: var(--text-xs);
    line-height: 15px;
  }
  .via i { width: 6px; height: 6px; border-radius: 2px; flex: none; background: var(--offline); }
  .via i[data-tone='0'] { background: #4a75d0; }
  .via i[data-tone='1'] { background: #2f9294; }
  .via i[data-tone='2'] { background: #8f68c8; }
  .via i[data-tone='3'] { background: #c05d70; }
  .via i[data-tone='4'] { background: #a87a24; }
  .via i[data-tone='5'] { background: #4f9a4b; }
  .via i[data-tone='6'] { background: #b45fa3; }
  .via i[data-tone='7'] { background: #61798f; }
  .via i[data-tone='8'] { background: #c46736; }
  .via i[data-tone='9'] { background: #368bbf; }
  .empty {
    position: absolute; inset: 42% 24px auto; color: var(--text-3); text-align: center;
    transform: translateY(-50%);
  }
  .empty p { margin: 0 0 6px; }
  .empty p:first-child { color: var(--text-2); }
  .skeleton { position: absolute; inset: 118px 0 auto; }
  .skeleton i {
    display: block; height: 42px; margin: 14px 12px 20px; border-radius: var(--radius-s);
    background: linear-gradient(90deg, var(--surface-hover), var(--surface-press), var(--surface-hover));
    background-size: 200% 100%;
    animation: shine calc(1.4s * var(--motion)) linear infinite;
  }
  @keyframes shine { to { background-position: -200% 0; } }
`
