import { css } from 'lit'

export const myRepliesStyles = css`
  dialog {
    width: min(760px, 92vw); height: min(600px, 88vh); padding: 0; border: 1px solid var(--line);
    border-radius: var(--radius-l); background: var(--surface); color: var(--text); box-shadow: var(--shadow-2);
  }
  dialog[open] { display: flex; flex-direction: column; }
  dialog::backdrop { background: var(--scrim); }
  header {
    display: flex; align-items: center; justify-content: space-between; padding: 10px 12px 10px 18px;
    border-bottom: 1px solid var(--line);
  }
  h2 { margin: 0; font-size: 16px; }
  .body { display: flex; flex: 1; min-height: 0; }
  nav {
    display: flex; flex-direction: column; gap: 2px; width: 176px; flex: none; overflow: auto; padding: 8px;
    border-right: 1px solid var(--line);
  }
  .group {
    display: flex; align-items: center; gap: 6px; height: 30px; padding: 0 8px; border: 0; flex: none;
    border-radius: var(--radius-s); background: none; color: var(--text-2); text-align: left;
  }
  .group:hover { background: var(--surface-hover); }
  .group[aria-pressed='true'] { background: var(--surface-selected); color: var(--text); }
  .group span { flex: 1; }
  .group small, li small { color: var(--text-2); }
  nav .button { margin-top: 6px; flex: none; }
  .button svg.icon, .icon-button svg.icon { width: 15px; height: 15px; }
  main { flex: 1; min-width: 0; overflow: auto; padding: 12px 16px; }
  .tools, .actions { display: flex; gap: 8px; }
  .actions { justify-content: end; margin-top: 12px; }
  ul { margin: 10px 0; padding: 0; list-style: none; }
  li { display: flex; align-items: center; gap: 6px; padding: 4px 0; border-bottom: 1px solid var(--line); }
  li .cut { flex: 1; }
  .line { display: grid; grid-template-columns: 64px minmax(0, 1fr); align-items: center; margin-bottom: 10px; }
  .line span { color: var(--text-2); }
  .line input {
    height: 32px; padding: 0 8px; border: 1px solid var(--line-strong); border-radius: var(--radius-s);
    background: var(--surface-input);
  }
  .quiet { color: var(--text-2); }
  .fault { color: var(--danger); }
`
