import { css } from 'lit'

export const settingsDialogStyles = css`
  dialog {
    width: min(620px, 92vw); height: min(600px, 88vh); padding: 0; border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface); color: var(--text); box-shadow: var(--shadow-2);
  }
  dialog[open] { display: flex; flex-direction: column; }
  dialog::backdrop { background: var(--scrim); }
  header { display: flex; align-items: center; justify-content: space-between; padding: 14px 14px 6px 22px; }
  h2 { margin: 0; font-size: 16px; }
  .tabs { display: flex; gap: 4px; padding: 0 18px; border-bottom: 1px solid var(--line); }
  .tabs button {
    padding: 8px 10px; border: 0; border-bottom: 2px solid transparent; background: none; color: var(--text-2);
  }
  .tabs button[aria-selected='true'] { border-bottom-color: var(--primary); color: var(--primary); font-weight: 600; }
  .tabs button:focus-visible { outline-offset: -2px; }
  .panel { flex: 1; min-height: 0; padding: 8px 22px 20px; overflow: hidden auto; }
  .line {
    display: flex; align-items: center; justify-content: space-between; gap: 20px; min-height: 52px; padding: 8px 0;
    border-bottom: 1px solid var(--line);
  }
  .line:last-child { border-bottom: 0; }
  small { display: block; color: var(--text-3); font-size: var(--text-sm); }
  .choice {
    display: inline-flex; padding: 2px; border-radius: var(--radius-s); background: var(--surface-press);
  }
  .choice label { position: relative; cursor: pointer; }
  .choice input { position: absolute; inset: 0; margin: 0; opacity: 0; cursor: pointer; }
  .choice span { display: block; padding: 4px 12px; border-radius: 5px; color: var(--text-2); }
  .choice input:checked + span {
    background: var(--surface); color: var(--text); font-weight: 600; box-shadow: var(--shadow-1);
  }
  .choice input:focus-visible + span { outline: 2px solid var(--primary); }
  .switch {
    position: relative; width: 38px; height: 22px; padding: 0; border: 0; border-radius: 11px; flex: none;
    background: var(--line-strong); transition: background var(--speed);
  }
  .switch::after {
    content: ''; position: absolute; top: 3px; left: 3px; width: 16px; height: 16px; border-radius: 50%;
    background: #fff; transition: transform var(--speed);
  }
  .switch[aria-checked='true'] { background: var(--primary); }
  .switch[aria-checked='true']::after { transform: translateX(16px); }
  input[type='range'] { width: 220px; accent-color: var(--primary); }
  .times { display: inline-flex; align-items: center; gap: 8px; color: var(--text-2); }
  input[type='time'] {
    height: 30px; padding: 0 8px; border: 1px solid var(--line-strong); border-radius: var(--radius-s);
    background: var(--surface-input);
  }
  .hint {
    display: flex; align-items: center; gap: 8px; margin: 8px 0; padding: 8px 12px; border-radius: var(--radius-s);
    background: var(--warning-soft); color: var(--warning); font-size: var(--text-sm);
  }
  .hint .button { margin-left: auto; }
`
