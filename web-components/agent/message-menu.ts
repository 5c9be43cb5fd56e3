import { LitElement, css, html } from 'lit'
import { customElement, query, state } from 'lit/decorators.js'
import { type MessageAction, actionLabels } from '../data/message-actions.ts'
import { type IconName, icon } from '../elements/icon.ts'
import { shared } from '../styles/shared.ts'

export interface OpenMenu {
  actions: readonly MessageAction[]
  /** Where the pointer is, or below what has the focus. */
  at: { x: number; y: number }
  onChosen: (action: MessageAction) => void
}

/** What can be done with a message; closes by Escape, by a click elsewhere, and when the thread is scrolled. */
@customElement('ark-message-menu')
export class ArkMessageMenu extends LitElement {
  @state() private actions: readonly MessageAction[] = []
  @query('[popover]') private menu!: HTMLElement
  #onChosen: OpenMenu['onChosen'] = () => undefined

  async open({ actions, at, onChosen }: OpenMenu): Promise<void> {
    if (actions.length === 0) return
    this.actions = actions
    this.#onChosen = onChosen
    await this.updateComplete
    this.menu.showPopover()
    const { width, height } = this.menu.getBoundingClientRect()
    this.menu.style.setProperty('left', `${Math.max(8, Math.min(at.x, innerWidth - width - 8))}px`)
    this.menu.style.setProperty('top', `${Math.max(8, Math.min(at.y, innerHeight - height - 8))}px`)
    this.#items()[0]?.focus()
  }

  close(): void {
    if (this.menu.matches(':popover-open')) this.menu.hidePopover()
  }

  protected override render() {
    return html`<div popover role="menu" aria-label="消息操作" data-testid="message-menu" @keydown=${this.#onKey}>
      ${this.actions.map((action) => html`<button role="menuitem" tabindex="-1" data-action=${action}
        @click=${() => this.#choose(action)}>${icon(icons[action])}${actionLabels[action]}</button>`)}</div>`
  }

  #choose(action: MessageAction): void {
    this.close()
    this.#onChosen(action)
  }

  #items(): HTMLButtonElement[] {
    return [...this.renderRoot.querySelectorAll('button')]
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') return this.close()
    const items = this.#items()
    const now = items.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLButtonElement)
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    items.at(next % items.length)?.focus()
  }

  static override styles = [shared, css`
    [popover] {
      position: fixed; inset: auto; min-width: 132px; margin: 0; padding: 5px; border: 1px solid var(--line);
      border-radius: var(--radius-m); background: var(--surface); color: var(--text); box-shadow: var(--shadow-2);
    }
    button {
      display: flex; align-items: center; gap: 9px; width: 100%; height: 32px; padding: 0 12px 0 9px; border: 0;
      border-radius: var(--radius-s); background: none; text-align: left;
    }
    button:hover, button:focus-visible { background: var(--surface-hover); outline-offset: -2px; }
    .icon { width: 16px; height: 16px; color: var(--text-2); }
  `]
}

const icons: Readonly<Record<MessageAction, IconName>> = {
  copy: 'copy', quote: 'quote', forward: 'forward', select: 'tasks', recall: 'back', discard: 'trash',
}
