import { css } from 'lit'

/** Inputs of the customer card: quiet until they are looked at. */
export const cardInputs = css`
  input, textarea, select {
    width: 100%; min-width: 0; min-height: 28px; padding: 3px 8px; border: 1px solid var(--line); border-radius: 6px;
    background: var(--surface-input); color: var(--text); font: inherit; line-height: 20px;
  }
  textarea { resize: vertical; }
  :is(input, textarea, select):hover { border-color: var(--line-strong); }
  :is(input, textarea, select):focus-visible { outline-offset: -1px; border-color: var(--primary); }
`

export const extensionStyles = [cardInputs, css`
  :host { display: block; }
  .field { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 3px 8px; align-items: center; }
  .name { color: var(--text-3); font-size: var(--text-sm); overflow-wrap: anywhere; }
  .saved { grid-area: 1 / 2; min-height: 16px; color: var(--success); font-size: var(--text-xs); }
  .field > :is(input, textarea, select, .stepper, .choices, .fault, .conflict) { grid-column: 1 / -1; }
  .stepper { display: flex; gap: 4px; }
  .stepper input { text-align: center; }
  .stepper .icon-button { width: 28px; height: 28px; border: 1px solid var(--line); font-size: 16px; }
  .choices { display: flex; flex-wrap: wrap; gap: 5px; }
  .choice {
    padding: 1px 9px; border: 1px solid var(--line-strong); border-radius: 11px; background: none; color: var(--text-2);
    font-size: var(--text-sm); line-height: 20px;
  }
  .choice:hover { background: var(--surface-hover); }
  .choice[aria-pressed='true'] { border-color: var(--primary); background: var(--primary-soft); color: var(--primary); }
  .fault { margin: 0; color: var(--danger); font-size: var(--text-sm); }
  .conflict {
    display: flex; flex-wrap: wrap; gap: 6px; padding: 8px; border-radius: 6px; background: var(--warning-soft);
    font-size: var(--text-sm);
  }
  .conflict p { width: 100%; margin: 0; color: var(--warning); overflow-wrap: anywhere; }
`]
