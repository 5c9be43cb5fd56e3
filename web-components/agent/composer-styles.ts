import { css } from 'lit'

export const composerStyles = css`
  :host {
    display: block; position: relative; flex: none; padding: 6px 14px 12px; background: var(--surface);
    border-top: 1px solid var(--line);
  }
  .tools { display: flex; align-items: center; gap: 2px; height: 34px; margin-left: -6px; }
  label.icon-button { cursor: pointer; }
  label.icon-button:has(:focus-visible) { outline: 2px solid var(--primary); outline-offset: 2px; }
  .counter { margin-left: auto; color: var(--text-3); font-size: var(--text-sm); }
  .counter.over { color: var(--danger); font-weight: 600; }
  textarea {
    display: block; width: 100%; min-height: 66px; max-height: 168px; padding: 2px 4px; border: 0;
    background: none;
    font-size: var(--text-lg); line-height: 1.5; resize: none;
  }
  textarea:focus-visible { outline: none; }
  :host(:focus-within) { border-top-color: var(--line-strong); }
  textarea::placeholder { color: var(--text-3); opacity: 1; }
  .foot { display: flex; justify-content: end; }
  .foot .button { min-width: 84px; }
  .elsewhere {
    display: flex; align-items: center; gap: 10px; min-width: 0; margin: 0 4px 4px; padding: 3px 10px;
    border-radius: var(--radius-s); background: var(--warning-soft); color: var(--warning); font-size: var(--text-sm);
  }
  .elsewhere .link-button { flex: none; }
`
