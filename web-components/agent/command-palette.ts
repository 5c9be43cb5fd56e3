import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { CommandId } from '../data/commands.ts'
import { FriendFinder } from '../data/friend-finder.ts'
import { keysText } from '../data/keys.ts'
import { type PaletteItem, paletteItems } from '../data/palette-items.ts'
import { loadPinyin, pinyinLoaded } from '../data/pinyin.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { icon } from '../elements/icon.ts'
import { shared } from '../styles/shared.ts'

/**
 * Everything within a few letters: conversations, friends, accounts, commands. Fires `palette-chosen` with what was
 * chosen.
 */
@customElement('ark-command-palette')
export class ArkCommandPalette extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) keys!: ReadonlyMap<CommandId, string>
  @state() private typed = ''
  @state() private at = 0
  @state() private shown = false
  @query('dialog') private dialog!: HTMLDialogElement
  @query('input') private field!: HTMLInputElement
  #items: readonly PaletteItem[] = []
  #finder: FriendFinder | null = null

  open(typed = ''): void {
    void loadPinyin()
    this.#finder ??= new FriendFinder(this.seat.api)
    this.typed = typed
    this.at = 0
    this.shown = true
    void this.updateComplete.then(() => {
      if (!this.dialog.open) this.dialog.showModal()
      this.field.value = typed
      this.field.focus()
    })
  }

  protected override willUpdate(): void {
    if (!this.shown) return
    void pinyinLoaded.value
    const { seat } = this
    this.#items = paletteItems({
      typed: this.typed, conversations: seat.store.conversations.rows, accounts: seat.store.accounts.rows.value,
      friends: this.#finder?.found.value.rows ?? [], hasOpen: seat.open.value !== null,
      keysOf: (command) => this.keys.get(command) ?? '',
    })
    this.at = Math.max(0, Math.min(this.at, this.#items.length - 1))
  }

  protected override render() {
    return html`<dialog aria-label="命令面板" @close=${this.#onClosed} @click=${this.#onBackdrop}>
      ${this.shown ? this.#renderInside() : nothing}</dialog>`
  }

  #renderInside() {
    const active = this.#items.length === 0 ? nothing : `item-${this.at}`
    return html`<div class="field">${icon('search')}
        <input type="text" role="combobox" aria-expanded="true" aria-controls="items" aria-activedescendant=${active}
          aria-label="去哪里，做什么" placeholder="会话、好友、账号或命令，可输拼音" autocomplete="off"
          data-testid="palette-input" @input=${this.#onInput} @keydown=${this.#onKey} /></div>
      <div id="items" role="listbox" aria-label="结果" tabindex="-1">
        ${this.#items.map((item, index) => this.#renderItem(item, index))}
      </div>
      ${this.#items.length > 0 ? nothing : html`<p class="quiet" role="status">${
        this.#finder?.found.value.isLooking === true ? '正在查找…' : `没有找到“${this.typed}”`}</p>`}`
  }

  #renderItem(item: PaletteItem, index: number) {
    const isFirst = this.#items[index - 1]?.kind !== item.kind
    const about = item.kind === 'command'
      ? item.about === '' ? nothing : html`<kbd>${keysText(item.about)}</kbd>` : html`<span>${item.about}</span>`
    return html`${isFirst ? html`<div class="section" role="presentation">${sections[item.kind]}</div>` : nothing}
      <div role="option" id="item-${index}" class="item" aria-selected=${index === this.at} data-testid="palette-item"
        data-kind=${item.kind} @click=${() => this.#choose(item)} @pointermove=${() => { this.at = index }}>
        ${icon(pictures[item.kind])}<b class="cut">${item.title}</b>${about}</div>`
  }

  protected override updated(): void {
    this.renderRoot.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }

  readonly #onInput = (): void => {
    this.typed = this.field.value
    this.at = 0
    this.#finder?.look(this.typed.startsWith('>') ? '' : this.typed)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by !== 0) {
      event.preventDefault()
      this.at = (this.at + by + this.#items.length) % Math.max(1, this.#items.length)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const item = this.#items[this.at]
      if (item !== undefined) this.#choose(item)
    }
  }

  /** Closed first: what the choice opens takes the focus after the dialog has given it back. */
  #choose(item: PaletteItem): void {
    this.dialog.close()
    this.dispatchEvent(new CustomEvent('palette-chosen', { detail: item }))
  }

  readonly #onBackdrop = (event: Event): void => {
    if (event.target === this.dialog) this.dialog.close()
  }

  readonly #onClosed = (): void => {
    this.shown = false
    this.#finder?.look('')
  }

  static override styles = [shared, css`
    dialog {
      width: min(560px, 90vw); margin-top: 12vh; padding: 0; border: 1px solid var(--line);
      border-radius: var(--radius-l);
      background: var(--surface); color: var(--text); box-shadow: var(--shadow-2); overflow: hidden;
    }
    dialog::backdrop { background: var(--scrim); }
    .field { display: flex; align-items: center; gap: 10px; padding: 0 16px; border-bottom: 1px solid var(--line); }
    .field .icon { color: var(--text-3); }
    input { flex: 1; height: 46px; border: 0; background: none; font-size: 15px; }
    input:focus-visible { outline: none; }
    input::placeholder { color: var(--text-3); opacity: 1; }
    [role='listbox'] { max-height: min(400px, 60vh); padding: 6px; overflow: hidden auto; }
    [role='listbox']:empty { display: none; }
    .section { padding: 8px 10px 3px; color: var(--text-3); font-size: var(--text-xs); }
    .item {
      display: flex; align-items: center; gap: 10px; padding: 7px 10px; border-radius: var(--radius-s); cursor: pointer;
    }
    .item .icon { color: var(--text-3); }
    .item b { flex: 1; font-weight: 500; }
    .item span { color: var(--text-2); font-size: var(--text-sm); white-space: nowrap; }
    .item[aria-selected='true'] { background: var(--surface-selected); }
    kbd {
      padding: 0 6px; border: 1px solid var(--line-strong); border-radius: 4px; background: var(--surface);
      color: var(--text-2); font: 11px / 18px var(--font); white-space: nowrap;
    }
    .quiet { margin: 0; padding: 22px 16px; color: var(--text-3); text-align: center; }
  `]
}

const sections: Record<PaletteItem['kind'], string> = {
  conversation: '会话', friend: '好友', account: '微信账号', command: '命令',
}
const pictures = { conversation: 'chats', friend: 'person', account: 'phone', command: 'key' } as const
