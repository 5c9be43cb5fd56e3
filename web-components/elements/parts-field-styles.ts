import { css } from 'lit'

export const partsFieldStyles = css`
  :host { display: block; font-size: var(--text-md); }
  fieldset { min-width: 0; margin: 0; padding: 0; border: 0; }
  legend { padding: 0; margin-bottom: 4px; color: var(--text-2); font-size: var(--text-sm); }
  ol { display: grid; gap: 8px; margin: 0 0 8px; padding: 0; list-style: none; }
  li {
    display: grid; gap: 8px; padding: 6px 10px 10px; border: 1px solid var(--line); border-radius: var(--radius-s);
    background: var(--surface-list);
  }
  .head { display: flex; align-items: center; gap: 2px; color: var(--text-2); font-size: var(--text-sm); }
  .head b { margin-right: auto; font-weight: 500; }
  .head .icon-button { width: 26px; height: 26px; }
  .head svg.icon, .button svg.icon, summary svg.icon { width: 15px; height: 15px; }
  textarea, input:not([type]) {
    width: 100%; padding: 6px 8px; border: 1px solid var(--line-strong); border-radius: var(--radius-s);
    background: var(--surface-input); resize: vertical;
  }
  .variables, .tools, .add { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 10px; }
  .variables .link-button { font-size: var(--text-sm); }
  .line { display: grid; grid-template-columns: 88px minmax(0, 1fr); align-items: center; gap: 8px; }
  .line span { color: var(--text-2); font-size: var(--text-sm); }
  .link { display: grid; gap: 6px; }
  .cover { display: flex; align-items: center; gap: 10px; }
  .quiet { min-height: 18px; margin: 6px 0 0; color: var(--text-2); font-size: var(--text-sm); }
  .fault { margin: 4px 0 0; color: var(--danger); font-size: var(--text-sm); }
  .emoji { position: relative; margin-left: auto; }
  summary { display: grid; place-items: center; width: 26px; height: 26px; cursor: pointer; list-style: none; }
  summary::-webkit-details-marker { display: none; }
  ark-emoji-panel { right: 0; left: auto; }
`
