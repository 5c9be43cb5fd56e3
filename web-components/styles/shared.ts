import { css } from 'lit'

/**
 * What every element of the console looks like: resets, focus, buttons, scrollbars, what only screen readers
 * get.
 */
export const shared = css`
  :host { box-sizing: border-box; }
  * { box-sizing: border-box; scrollbar-width: thin; scrollbar-color: var(--line-strong) transparent; }
  [hidden] { display: none !important; }
  button, input, textarea { font: inherit; color: inherit; }
  button { cursor: pointer; }
  button:disabled { cursor: default; opacity: 0.55; }
  :focus { outline: none; }
  :focus-visible { outline: 2px solid var(--primary); outline-offset: 2px; }
  a { color: var(--primary); }
  svg.icon {
    width: 18px; height: 18px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.7;
    stroke-linecap: round; stroke-linejoin: round;
  }
  .only-read {
    position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
    white-space: nowrap;
  }
  .cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
`

export const buttons = css`
  .button {
    display: inline-flex; align-items: center; justify-content: center; gap: 6px; min-height: 32px;
    padding: 0 14px;
    border: 1px solid var(--line-strong); border-radius: var(--radius-s); background: var(--surface);
    color: var(--text); white-space: nowrap; transition: background var(--speed);
  }
  .button:hover:not(:disabled) { background: var(--surface-hover); }
  .button.primary { border-color: transparent; background: var(--primary); color: var(--on-primary); }
  .button.primary:hover:not(:disabled) { background: var(--primary-hover); }
  .button.small { min-height: 24px; padding: 0 8px; font-size: var(--text-sm); }
  .icon-button {
    display: inline-grid; place-items: center; width: 32px; height: 32px; padding: 0; border: 0; flex: none;
    border-radius: var(--radius-s); background: none; color: var(--text-2);
    transition: background var(--speed), color var(--speed);
  }
  .icon-button:hover:not(:disabled) { background: var(--surface-hover); color: var(--text); }
  .icon-button[aria-pressed='true'], .icon-button[aria-expanded='true'] {
    background: var(--primary-soft); color: var(--primary);
  }
  .link-button {
    padding: 0; border: 0; background: none; color: var(--primary); text-decoration: none; border-radius: 3px;
  }
  .link-button:hover { text-decoration: underline; }
`

/**
 * A round-cornered picture or initials. The tone is chosen from the id, so that a customer keeps a colour.
 */
export const avatars = css`
  .avatar {
    display: inline-grid; place-items: center; position: relative; flex: none; overflow: hidden; width: 40px;
    height: 40px;
    border-radius: 9px; color: #fff; font-size: 14px; font-weight: 600; line-height: 1; user-select: none;
  }
  .avatar img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; }
  .avatar.small { width: 34px; height: 34px; border-radius: 8px; font-size: 12px; }
  .avatar.tiny { width: 26px; height: 26px; border-radius: 6px; font-size: 11px; }
  .avatar.large { width: 60px; height: 60px; border-radius: 13px; font-size: 20px; }
  .avatar[data-tone='0'] { background: #3b63b8; }
  .avatar[data-tone='1'] { background: #2a7a7b; }
  .avatar[data-tone='2'] { background: #7a55b0; }
  .avatar[data-tone='3'] { background: #a94e5f; }
  .avatar[data-tone='4'] { background: #8a6116; }
  .avatar[data-tone='5'] { background: #3f7a3c; }
  .avatar[data-tone='6'] { background: #9c4f8c; }
  .avatar[data-tone='7'] { background: #4d6479; }
  .avatar[data-tone='8'] { background: #a8552b; }
  .avatar[data-tone='9'] { background: #2a73a3; }
`

/** Lines of a menu, whatever element they are. */
export const menuItems = css`
  [role^='menuitem'] {
    display: flex; align-items: center; gap: 10px; width: 100%; padding: 7px 10px; border: 0;
    background: none;
    border-radius: var(--radius-s); color: var(--text); text-align: left; text-decoration: none;
  }
  [role^='menuitem']:hover, [role^='menuitem']:focus-visible { background: var(--surface-hover); }
`
