import { css } from 'lit'

export const chatThreadStyles = css`
  :host { display: block; position: relative; background: var(--surface-thread); }
  .scroller {
    position: absolute; inset: 0; overflow: hidden auto; overflow-anchor: none; contain: strict; padding: 0;
    scrollbar-gutter: stable;
  }
  .scroller:focus-visible { outline-offset: -2px; }
  .sizer { position: relative; }
  .middle {
    display: grid; place-content: center; justify-items: center; position: absolute; inset: 0; gap: 8px;
    padding: 24px;
    pointer-events: none; text-align: center;
  }
  .middle > * { pointer-events: auto; }
  .quiet { color: var(--text-3); }
  .older {
    position: absolute; top: 8px; left: 50%; padding: 3px 12px; border-radius: 12px;
    background: var(--surface);
    box-shadow: var(--shadow-1); color: var(--text-3); font-size: var(--text-sm); transform: translateX(-50%);
  }
  .new {
    display: inline-flex; align-items: center; gap: 6px; position: absolute; right: 18px; bottom: 14px;
    height: 32px;
    padding: 0 14px 0 10px; border: 1px solid var(--line); border-radius: 16px; background: var(--surface);
    box-shadow: var(--shadow-2); color: var(--text-2);
  }
  .new:hover { background: var(--surface-hover); }
  .new.fresh {
    border-color: transparent; background: var(--primary); color: var(--on-primary); font-weight: 600;
  }
  .new .icon { width: 15px; height: 15px; }
  .new.unread { inset: 12px 18px auto auto; color: var(--primary); }
  .unread-line {
    display: flex; align-items: center; gap: 12px; margin: 10px 0 4px; color: var(--danger); font-size: var(--text-xs);
  }
  .unread-line::before, .unread-line::after { content: ''; flex: 1; height: 1px; background: currentColor;
    opacity: 0.35; }
`
