import { css } from 'lit'

export const customerCardStyles = css`
  :host {
    display: flex; width: 272px; min-height: 0; flex: none; background: var(--surface);
    border-left: 1px solid var(--line);
  }
  aside {
    display: flex; flex: 1; flex-direction: column; min-width: 0; min-height: 0; overflow: hidden auto;
    padding: 20px 18px;
  }
  header { display: flex; align-items: center; gap: 14px; margin-bottom: 14px; flex: none; }
  .who { display: grid; min-width: 0; gap: 1px; }
  h2 { margin: 0; font-size: 16px; font-weight: 600; line-height: 1.35; overflow-wrap: anywhere; }
  .gender { margin-left: 5px; font-size: 15px; font-weight: 700; }
  .man { color: var(--primary); }
  .woman { color: var(--money); }
  .gone {
    justify-self: start; padding: 0 7px; border-radius: 8px; background: var(--danger-soft);
    color: var(--danger); font-size: var(--text-xs);
  }
  .quiet { color: var(--text-3); font-size: var(--text-sm); }
  dl { display: grid; gap: 7px; margin: 0; padding: 13px 0; border-top: 1px solid var(--line); flex: none; }
  dl div { display: grid; grid-template-columns: 66px minmax(0, 1fr); gap: 8px; }
  dt { color: var(--text-3); font-size: var(--text-sm); line-height: 20px; }
  dd { margin: 0; line-height: 20px; overflow-wrap: anywhere; user-select: text; }
  section { padding: 12px 0; border-top: 1px solid var(--line); flex: none; }
  h3 { margin: 0 0 8px; color: var(--text-3); font-size: var(--text-sm); font-weight: 500; }
  .notice { margin: 0; color: var(--text-2); white-space: pre-wrap; overflow-wrap: anywhere; }
  .room { display: flex; flex: 1 0 180px; flex-direction: column; min-height: 0; padding-bottom: 0; }
  .members { flex: 1; min-height: 120px; overflow: hidden auto; contain: strict; margin: 0 -6px; }
  .member {
    display: flex; position: absolute; inset: 0 0 auto; align-items: center; gap: 10px; height: 38px;
    padding: 0 6px;
  }
  .member small {
    margin-left: auto; padding: 0 6px; border-radius: 7px; background: var(--warning-soft);
    color: var(--warning); font-size: var(--text-xs);
  }
`
