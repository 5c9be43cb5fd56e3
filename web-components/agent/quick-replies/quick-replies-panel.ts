import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { type MessagePart, draftOfPart, partSummary, partTypes } from '../../../protocol/message-part.ts'
import { type LibraryGroup, shelfScopes } from '../../../protocol/operations/library-groups.ts'
import type { Material } from '../../../protocol/operations/materials.ts'
import type { QuickReply } from '../../../protocol/operations/quick-replies.ts'
import { fillVariables } from '../../../protocol/reply-variables.ts'
import type { ConversationKey } from '../../data/conversation-key.ts'
import { flatText } from '../../data/rich-text.ts'
import type { SeatConsole } from '../../data/seat-console.ts'
import { memo } from '../../data/memo.ts'
import { loadPinyin, pinyinLoaded } from '../../data/pinyin.ts'
import { icon } from '../../elements/icon.ts'
import '../../elements/material-picker.ts'
import '../../elements/parts-preview.ts'
import { buttons, shared } from '../../styles/shared.ts'
import { findReplies, newFindable } from './find-replies.ts'
import './my-replies.ts'
import { panelStyles } from './panel-styles.ts'
import { replyValues } from './reply-values.ts'

/**
 * Quick replies above the composer (SEAT-4): found by title, content or pinyin, looked at, sent. Fires `reply-text`
 * with a text to be edited first, `said` when something was sent, `replies-closed` when it is left.
 */
@customElement('ark-quick-replies')
export class ArkQuickReplies extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) conversation!: ConversationKey
  @state() private search = ''
  @state() private group = ''
  @state() private at = 0
  /** A dialog of its own above the panel. */
  @state() private opened: 'own' | 'materials' | null = null
  @query('input') private field!: HTMLInputElement
  readonly #findable = memo((all: readonly QuickReply[], _hasSounds: boolean) => all.map(newFindable))

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('pointerdown', this.#onOutside)
    this.seat.replies.needed()
    void loadPinyin()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('pointerdown', this.#onOutside)
  }

  protected override firstUpdated(): void {
    this.field.focus()
  }

  protected override updated(): void {
    this.renderRoot.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }

  protected override render() {
    const found = this.#found
    const chosen = found[Math.min(this.at, found.length - 1)]
    return html`<section role="dialog" aria-label="快捷回复" data-testid="quick-replies" @keydown=${this.#onKey}>
      <header><input type="text" role="combobox" aria-expanded="true" aria-controls="found" aria-autocomplete="list"
          aria-activedescendant=${chosen === undefined ? nothing : `r${chosen.reply}`} aria-label="搜索快捷回复"
          placeholder="搜索标题、内容或拼音首字母" autocomplete="off" spellcheck="false" data-testid="reply-search"
          .value=${this.search} @input=${this.#onSearch} />
        <button class="button small" data-testid="send-material" @click=${() => this.#open('materials')}>${
          icon('picture')}素材库</button>
        <button class="button small" data-testid="manage-replies" @click=${() => this.#open('own')}>${
          icon('pencil')}我的快捷回复</button></header>
      <div class="body">${this.#renderGroups()}
        <ul id="found" role="listbox" aria-label="快捷回复">${found.slice(0, shownMax).map((reply, at) => html`<li
          role="option" id=${`r${reply.reply}`} data-testid="reply" aria-selected=${reply === chosen}
          @pointermove=${() => this.#point(at)} @click=${(event: MouseEvent) => this.#use(reply, event.ctrlKey)}>
          <b class="cut">${reply.title}</b><small class="cut">${summaryOf(this.#filled(reply))}</small></li>`)}
          ${found.length === 0 ? html`<li class="none" role="presentation">${this.#emptyText()}</li>` : nothing}</ul>
        ${chosen === undefined ? nothing : this.#renderPreview(chosen)}</div>
      <footer><span><kbd>↑</kbd> <kbd>↓</kbd> 选择</span><span><kbd>Enter</kbd> 填入文字 / 发送多条</span>
        <span><kbd>Ctrl Enter</kbd> 直接发送</span><span><kbd>Esc</kbd> 关闭</span></footer>
      ${this.#renderOpened()}
    </section>`
  }

  #renderOpened() {
    switch (this.opened) {
      case 'own': return html`<ark-my-replies .seat=${this.seat} @closed=${() => this.#open(null)}></ark-my-replies>`
      case 'materials': return html`<ark-material-picker .api=${this.seat.api} @chosen=${this.#onMaterial}
        @closed=${() => this.#open(null)}></ark-material-picker>`
      case null: return nothing
    }
  }

  #renderGroups() {
    const groups = this.seat.replies.groups.value.filter(({ members }) => members > 0)
    const button = (id: string, name: string, about = '') => html`<button class="group"
      aria-pressed=${this.group === id} @click=${() => this.#choose(id)}><span class="cut"
        title=${name}>${name}</span><small>${about}</small></button>`
    return html`<nav aria-label="分组">${button('', '全部')}${groups.map(({ group, name, scope }: LibraryGroup) =>
      button(group, name, shelfScopes[scope]))}</nav>`
  }

  #renderPreview(reply: QuickReply) {
    const parts = this.#filled(reply)
    return html`<div class="preview"><div class="parts" tabindex="0" aria-label="预览">
        <ark-parts-preview .parts=${parts}></ark-parts-preview></div>
      <div class="actions">${onlyText(parts) === null ? nothing : html`<button class="button small"
          @click=${() => this.#use(reply, false)}>填入</button>`}
        <button class="button small primary" data-testid="reply-send" @click=${() => this.#send(reply)}>发送${
          parts.length > 1 ? ` ${parts.length} 条` : ''}</button></div></div>`
  }

  get #found(): QuickReply[] {
    const all = this.#findable(this.seat.replies.replies.value, pinyinLoaded.value)
    return findReplies(this.group === '' ? all : all.filter(({ reply }) => reply.group === this.group), this.search)
  }

  /** As it would be sent here. */
  #filled({ parts }: QuickReply): MessagePart[] {
    const values = replyValues(this.seat, this.conversation)
    return parts.map((part) => part.type === 'text' ? { ...part, text: fillVariables(part.text ?? '', values) } : part)
  }

  #emptyText(): string {
    const { state, fault, replies } = this.seat.replies
    if (state.value === 'failed') return fault.value
    if (state.value !== 'ready') return '正在读取…'
    return replies.value.length === 0 ? '还没有快捷回复，可以在「我的快捷回复」里新增' : '没有找到'
  }

  readonly #onSearch = (): void => {
    this.search = this.field.value
    this.at = 0
  }

  #point(at: number): void {
    this.at = at
  }

  #open(what: 'own' | 'materials' | null): void {
    this.opened = what
    if (what === null) this.field.focus()
  }

  readonly #onMaterial = ({ detail }: CustomEvent<Material>): void => {
    const { type, media, bytes, width, height, durationMs } = detail
    this.#sendParts([{ type, media, bytes, width, height, durationMs }])
  }

  #choose(group: string): void {
    this.group = group
    this.at = 0
    this.field.focus()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || this.opened !== null) return
    const found = this.#found
    const count = Math.min(found.length, shownMax)
    if (event.key === 'Escape') this.#close()
    else if (event.key === 'ArrowDown') this.at = Math.min(count - 1, this.at + 1)
    else if (event.key === 'ArrowUp') this.at = Math.max(0, this.at - 1)
    else if (event.key === 'Enter' && event.composedPath()[0] === this.field) {
      const reply = found[Math.min(this.at, count - 1)]
      if (reply !== undefined && !event.repeat) this.#use(reply, event.ctrlKey || event.metaKey)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  /** One text is put into the composer, where it can be changed; anything else is sent as it is. */
  #use(reply: QuickReply, directly: boolean): void {
    const text = onlyText(this.#filled(reply))
    if (text === null || directly) return this.#send(reply)
    this.dispatchEvent(new CustomEvent('reply-text', { detail: text }))
    this.#close()
  }

  #send(reply: QuickReply): void {
    this.#sendParts(this.#filled(reply))
  }

  #sendParts(parts: readonly MessagePart[]): void {
    for (const part of parts) this.seat.sender.send(this.conversation, draftOfPart(part))
    this.dispatchEvent(new CustomEvent('said'))
    this.#close()
  }

  readonly #onOutside = (event: Event): void => {
    const { host } = this.getRootNode() as ShadowRoot
    if (!event.composedPath().includes(host)) this.#close()
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('replies-closed'))
  }

  static override styles = [shared, buttons, panelStyles]
}

function onlyText(parts: readonly MessagePart[]): string | null {
  const [first] = parts
  return parts.length === 1 && first?.type === 'text' ? first.text ?? '' : null
}

function summaryOf(parts: readonly MessagePart[]): string {
  const [first] = parts
  const more = parts.length > 1 ? ` 等 ${parts.length} 条` : ''
  return first === undefined ? '' : `${flatText(partSummary(first)) || partTypes[first.type]}${more}`
}

/** More aren't looked through: another word finds it. */
const shownMax = 100
