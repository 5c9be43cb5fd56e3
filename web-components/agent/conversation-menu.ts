import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { ConversationKey } from '../data/conversation-key.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { icon } from '../elements/icon.ts'
import { styled } from '../elements/styled.ts'
import { menuItems, shared } from '../styles/shared.ts'

interface Opened { key: ConversationKey; x: number; y: number; back: HTMLElement | null }

/** What can be done with a row of the list: by the right mouse button, or the menu key. */
@customElement('ark-conversation-menu')
export class ArkConversationMenu extends LitElement {
  @property({ attribute: false }) seat!: SeatConsole
  @state() private opened: Opened | null = null

  open(opened: Opened): void {
    this.opened = opened
    addEventListener('pointerdown', this.#onOutside)
    void this.updateComplete.then(() => this.renderRoot.querySelector('button')?.focus())
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('pointerdown', this.#onOutside)
  }

  protected override render() {
    const { opened, seat } = this
    if (opened === null) return nothing
    const { key } = opened
    const row = seat.store.conversations.row(key)
    const isUnread = row !== null && seat.unreadOf(row) > 0
    const isPinned = seat.store.desk.pins.value.has(key)
    const [left, top] = [Math.min(opened.x, innerWidth - widthPx), Math.min(opened.y, innerHeight - heightPx)]
    const at = { left: `${left}px`, top: `${top}px` }
    return html`<div class="menu" role="menu" aria-label="会话操作" style=${styled(at)} @keydown=${this.#onKey}>
      <button role="menuitem" @click=${() => this.#do(() => seat.togglePin(key))}>
        ${icon('top')}${isPinned ? '取消置顶' : '置顶'}</button>
      <button role="menuitem" @click=${() => this.#do(() => (isUnread ? seat.markRead(key) : seat.markUnread(key)))}>
        ${icon(isUnread ? 'check' : 'chats')}${isUnread ? '标为已读' : '标为未读'}</button>
    </div>`
  }

  #do(act: () => void): void {
    act()
    this.#close()
  }

  #close(): void {
    const { opened } = this
    this.opened = null
    removeEventListener('pointerdown', this.#onOutside)
    opened?.back?.focus()
  }

  readonly #onOutside = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.#close()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault()
      event.stopPropagation()
      return this.#close()
    }
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    event.stopPropagation()
    const items = [...this.renderRoot.querySelectorAll('button')]
    const at = items.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLButtonElement)
    items[(at + by + items.length) % items.length]?.focus()
  }

  static override styles = [shared, menuItems, css`
    .menu {
      position: fixed; z-index: 25; width: 168px; padding: 6px; border: 1px solid var(--line);
      border-radius: var(--radius-m); background: var(--surface); box-shadow: var(--shadow-2);
    }
  `]
}

/** With a margin to the window's edge. */
const widthPx = 176
const heightPx = 92
