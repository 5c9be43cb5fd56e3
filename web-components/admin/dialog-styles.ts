import { css } from 'lit'

export const dialogs = css`
  dialog {
    max-height: calc(100vh - 32px); padding: 22px 24px; border: 1px solid var(--line);
    border-radius: var(--radius-l); background: var(--surface); color: var(--text);
    box-shadow: var(--shadow-2);
  }
  dialog::backdrop { background: var(--scrim); }
  h2 { margin: 0 0 12px; font-size: 16px; }
  p { margin: 0 0 10px; color: var(--text-2); }
  .fault { color: var(--danger); }
  .actions { display: flex; justify-content: end; gap: 8px; margin-top: 16px; }
  .button.danger { border-color: transparent; background: var(--danger); color: var(--surface); }
  .button.danger:hover:not(:disabled) { background: color-mix(in srgb, var(--danger) 88%, var(--text)); }
`
