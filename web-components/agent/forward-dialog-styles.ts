import { css } from 'lit'

export const forwardDialogStyles = css`
  dialog {
    width: 420px; padding: 20px 22px; border: 1px solid var(--line); border-radius: var(--radius-l);
    background: var(--surface); color: var(--text); box-shadow: var(--shadow-2);
  }
  dialog::backdrop { background: var(--scrim); }
  h2 { margin: 0 0 4px; font-size: 16px; }
  p { margin: 0 0 8px; color: var(--text-3); font-size: var(--text-sm); }
  .left { color: var(--warning); }
  input[type='search'], .note {
    width: 100%; height: 34px; padding: 0 10px; border: 1px solid var(--line-strong); border-radius: var(--radius-s);
    background: var(--surface-input);
  }
  .rows { height: min(320px, 42vh); margin: 8px 0; overflow: hidden auto; }
  label {
    display: flex; align-items: center; gap: 10px; padding: 6px 8px; border-radius: var(--radius-s); cursor: pointer;
  }
  label:hover { background: var(--surface-hover); }
  label:has(:focus-visible) { outline: 2px solid var(--primary); outline-offset: -2px; }
  input[type='checkbox'] { width: 16px; height: 16px; flex: none; margin: 0; accent-color: var(--primary); }
  input[type='checkbox']:focus-visible { outline: none; }
  .who { display: grid; min-width: 0; }
  small { color: var(--text-3); font-size: var(--text-sm); }
  .actions { display: flex; align-items: center; justify-content: end; gap: 8px; margin-top: 12px; }
  .actions span { margin-right: auto; color: var(--text-3); font-size: var(--text-sm); }
`
