import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { isChatroom } from '../../protocol/ids.ts'
import { type ConversationKey, splitKey } from '../data/conversation-key.ts'
import { type Mentionable, mentionEnd, mentionables, mentionsIn, openMention } from '../data/mentions.ts'
import { searchNames } from '../data/name-search.ts'
import { loadPinyin } from '../data/pinyin.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { avatar } from '../elements/avatar.ts'
import { avatars, shared } from '../styles/shared.ts'

/**
 * The members of a chatroom while an @ is being written. The composer tells it of each input and each key; the chosen
 * name goes into its field.
 */
@customElement('ark-mention-list')
export class ArkMentionList extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) conversation!: ConversationKey
  /** What was typed behind the @; null: none is being written. */
  @state() private query: string | null = null
  @state() private marked = 0
  #field: HTMLTextAreaElement | null = null
  #found: readonly Mentionable[] = []
  readonly #chosen = new Map<string, Mentionable>()

  get isOpen(): boolean {
    return this.#found.length > 0
  }

  /** Wxids whose names stand in the text. */
  mentions(text: string): string[] {
    return mentionsIn(text, { chosen: this.#chosen.values(), others: this.#all() })
  }

  /** After an input, or when the caret has moved. */
  async look(field: HTMLTextAreaElement): Promise<void> {
    this.#field = field
    if (!isChatroom(splitKey(this.conversation).peer)) return
    const query = this.#open()?.query ?? null
    if (query !== this.query) this.marked = 0
    this.query = query
    if (query === null) return
    await loadPinyin().catch(() => undefined)
    this.requestUpdate()
  }

  close(): void {
    this.query = null
    this.#found = []
  }

  /** True: the key was for the list. */
  onKey(event: KeyboardEvent): boolean {
    if (!this.isOpen || event.isComposing || event.shiftKey) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) this.marked = (this.marked + step + this.#found.length) % this.#found.length
    else if (event.key === 'Enter' || event.key === 'Tab') this.#choose(this.#found[this.marked] as Mentionable)
    else if (event.key === 'Escape') this.close()
    else return false
    event.preventDefault()
    return true
  }

  /** The members may come only now. */
  protected override willUpdate(): void {
    this.#found = this.query === null ? [] : searchNames(this.#all(), this.query).slice(0, shownMost)
    this.marked = Math.min(this.marked, Math.max(0, this.#found.length - 1))
  }

  protected override render() {
    if (!this.isOpen) return nothing
    return html`<ul role="listbox" aria-label="提醒谁看" data-testid="mentions">${this.#found.map((one, index) => html`
      <li role="option" aria-selected=${index === this.marked} data-wxid=${one.wxid}
        @pointerdown=${(event: Event) => event.preventDefault()} @click=${() => this.#choose(one)}>
        ${avatar({ id: one.wxid, name: one.name, size: 'tiny' })}<span class="cut">${one.name}</span></li>`)}</ul>`
  }

  protected override updated(): void {
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }

  #open(): ReturnType<typeof openMention> {
    const field = this.#field
    return field === null ? null : openMention(field.value, field.selectionStart)
  }

  /** Nobody outside of a chatroom. */
  #all(): Mentionable[] {
    const card = this.seat.cards.entry(this.conversation)?.card?.chatroom
    return mentionables(card ?? {}, splitKey(this.conversation).account)
  }

  #choose(one: Mentionable): void {
    const [field, open] = [this.#field, this.#open()]
    this.close()
    if (field === null || open === null) return
    field.setRangeText(`@${one.name}${mentionEnd}`, open.from, field.selectionStart, 'end')
    this.#chosen.set(one.wxid, one)
    field.dispatchEvent(new Event('input', { bubbles: true }))
    field.focus()
  }

  static override styles = [shared, avatars, css`
    ul {
      position: absolute; z-index: 12; bottom: calc(100% + 6px); left: 10px; width: 240px; max-height: 260px; margin: 0;
      padding: 5px; overflow: hidden auto; border: 1px solid var(--line); border-radius: var(--radius-m);
      background: var(--surface); box-shadow: var(--shadow-2); list-style: none;
    }
    li {
      display: flex; align-items: center; gap: 9px; padding: 4px 8px; border-radius: var(--radius-s); cursor: pointer;
    }
    li[aria-selected='true'] { background: var(--surface-hover); }
    .cut { min-width: 0; }
  `]
}

/** Of 500 members the first ones that fit; typing on finds the others. */
const shownMost = 50
