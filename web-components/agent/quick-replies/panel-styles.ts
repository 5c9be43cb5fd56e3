import { css } from 'lit'

export const panelStyles = css`
  section {
    display: flex; flex-direction: column; position: absolute; z-index: 12; bottom: calc(100% + 6px); left: 10px;
    width: min(720px, calc(100% - 20px)); height: 380px; border: 1px solid var(--line);
    border-radius: var(--radius-m); background: var(--surface); box-shadow: var(--shadow-2); overflow: hidden;
  }
  header { display: flex; gap: 8px; padding: 8px; border-bottom: 1px solid var(--line); }
  input {
    flex: 1; min-width: 0; height: 28px; padding: 0 8px; border: 1px solid var(--line-strong);
    border-radius: var(--radius-s); background: var(--surface-input);
  }
  .button.small { min-height: 28px; }
  .button svg.icon { width: 14px; height: 14px; }
  .body { display: flex; flex: 1; min-height: 0; }
  nav { width: 132px; flex: none; overflow: auto; padding: 6px; border-right: 1px solid var(--line); }
  .group {
    display: flex; align-items: center; gap: 6px; width: 100%; height: 28px; padding: 0 8px; border: 0;
    border-radius: var(--radius-s); background: none; color: var(--text-2); text-align: left;
  }
  .group:hover { background: var(--surface-hover); }
  .group[aria-pressed='true'] { background: var(--surface-selected); color: var(--text); }
  .group span { flex: 1; }
  .group small { flex: none; color: var(--text-2); font-size: var(--text-xs); }
  ul { flex: 1; min-width: 0; margin: 0; padding: 6px; overflow: auto; list-style: none; }
  li { display: grid; gap: 1px; padding: 5px 8px; border-radius: var(--radius-s); cursor: pointer; }
  li[aria-selected='true'] { background: var(--surface-selected); }
  li b { font-weight: 500; }
  li small { color: var(--text-2); font-size: var(--text-sm); }
  .none { padding: 20px 8px; color: var(--text-2); cursor: default; }
  .preview { display: flex; flex-direction: column; width: 246px; flex: none; border-left: 1px solid var(--line); }
  .parts { flex: 1; min-height: 0; overflow: auto; padding: 10px; background: var(--surface-thread); }
  .parts:focus-visible { outline-offset: -2px; }
  .actions { display: flex; justify-content: end; gap: 8px; padding: 8px; border-top: 1px solid var(--line); }
  footer {
    display: flex; gap: 14px; padding: 5px 10px; border-top: 1px solid var(--line); color: var(--text-2);
    font-size: var(--text-xs);
  }
  kbd {
    padding: 0 4px; border: 1px solid var(--line-strong); border-radius: 4px; background: var(--surface);
    font: 10px / 15px var(--font);
  }
`
