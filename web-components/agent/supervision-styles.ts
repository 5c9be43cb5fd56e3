import { css } from 'lit'

export const supervisionStyles = css`
  :host { display: flex; flex: 1; min-width: 0; height: 100%; }
  section { display: flex; flex-direction: column; overflow: hidden auto; border-right: 1px solid var(--line); }
  .seats { width: 220px; flex: none; background: var(--surface-list); }
  .list { width: 260px; flex: none; background: var(--surface-list); }
  header {
    display: flex; align-items: center; gap: 10px; height: 52px; padding: 0 12px 0 16px; flex: none;
    border-bottom: 1px solid var(--line); background: var(--surface);
  }
  h1 { margin: 0 auto 0 0; font-size: 15px; font-weight: 650; }
  h2 { margin: 0; font-size: var(--text-xl); font-weight: 600; }
  .seats > h2 { padding: 12px 16px 4px; color: var(--text-3); font-size: var(--text-sm); font-weight: 400; }
  .row {
    display: flex; flex-wrap: wrap; align-items: center; gap: 2px 8px; width: 100%; padding: 9px 16px; border: 0;
    background: none; color: var(--text); text-align: left;
  }
  .row:hover { background: var(--surface-hover); }
  .row[aria-pressed='true'] { background: var(--primary-soft); }
  .row b { flex: 1; min-width: 0; font-weight: 500; }
  .row small { width: 100%; color: var(--text-3); font-size: var(--text-sm); }
  .seats .row small { padding-left: 16px; }
  i { width: 8px; height: 8px; flex: none; border-radius: 50%; background: var(--offline); }
  i.online { background: var(--online); }
  .wait { color: var(--text-2); font-size: var(--text-sm); }
  .wait[data-level='soon'] { color: var(--warning); }
  .wait[data-level='late'] { color: var(--danger); font-weight: 600; }
  .quiet { margin: 0; padding: 12px 16px; color: var(--text-3); }
  main { display: flex; flex: 1; flex-direction: column; min-width: 0; background: var(--surface-thread); }
  main .quiet { margin-right: auto; padding: 0; font-size: var(--text-sm); }
  .live { display: flex; align-items: center; gap: 6px; color: var(--text-2); font-size: var(--text-sm); }
  .ended { margin: 0; padding: 6px 18px; background: var(--warning-soft); color: var(--warning); }
  ark-chat-thread { flex: 1; min-height: 0; }
  .middle { display: grid; flex: 1; place-content: center; justify-items: center; gap: 8px; color: var(--text-3); }
  .middle .icon { width: 40px; height: 40px; stroke-width: 1.2; color: var(--line-strong); }
  [hidden] { display: none; }
  dialog {
    width: 380px; padding: 20px 22px; border: 1px solid var(--line); border-radius: var(--radius-l);
    background: var(--surface); color: var(--text); box-shadow: var(--shadow-2);
  }
  dialog::backdrop { background: var(--scrim); }
  dialog p { margin: 6px 0 10px; color: var(--text-3); font-size: var(--text-sm); }
  .why {
    width: 100%; height: 34px; padding: 0 10px; border: 1px solid var(--line-strong); border-radius: var(--radius-s);
    background: var(--surface-input);
  }
  .actions { display: flex; justify-content: end; gap: 8px; margin-top: 12px; }
`
