import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { ChatMessage } from '../../protocol/chat-message.ts'
import type { ConversationRow } from '../../protocol/operations/chat.ts'
import { type ConversationKey, keyOf } from '../data/conversation-key.ts'
import { forwardAll, forwardToMost } from '../data/forward.ts'
import { canForward } from '../data/message-actions.ts'
import { previewOf } from '../data/message-kinds.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { avatar } from '../elements/avatar.ts'
import { avatars, buttons, shared } from '../styles/shared.ts'
import { filterConversations } from './conversation-filter.ts'
import { forwardDialogStyles } from './forward-dialog-styles.ts'

/** To whom messages are passed on: any conversation this seat serves, of whichever account. */
@customElement('ark-forward-dialog')
export class ArkForwardDialog extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @state() private search = ''
  @state() private to: ReadonlySet<ConversationKey> = new Set()
  @query('dialog') private dialog!: HTMLDialogElement

  protected override render() {
    const messages = this.seat.desk.forwarding.value
    const good = messages.filter(canForward)
    const left = messages.length - good.length
    return html`<dialog aria-labelledby="title" data-testid="forward-dialog" @close=${this.#onClose}>
      <h2 id="title">转发${good.length > 1 ? ` ${good.length} 条消息` : ''}</h2>
      <p class="what cut">${good.slice(0, 3).map(previewOf).join('、')}</p>
      ${left === 0 ? nothing : html`<p class="left">有 ${left} 条不能转发，将跳过(语音、红包、还没有上传的文件等)</p>`}
      <input type="search" placeholder="搜索客户、群、账号" aria-label="搜索会话" autofocus @input=${this.#onSearch} />
      <div class="rows" role="group" aria-label="会话">${this.#rows().map((row) => this.#renderRow(row))}</div>
      <input class="note" aria-label="留言" placeholder="留言(可不填)" maxlength="500" />
      <div class="actions"><span role="status">已选 ${this.to.size} / ${forwardToMost}</span>
        <button class="button" @click=${() => this.dialog.close()}>取消</button>
        <button class="button primary" data-testid="forward-send" ?disabled=${this.to.size === 0 || good.length === 0}
          @click=${() => this.#send(good)}>发送</button></div>
    </dialog>`
  }

  protected override updated(): void {
    const wanted = this.seat.desk.forwarding.peek().length > 0
    if (wanted && !this.dialog.open) this.dialog.showModal()
  }

  #rows(): readonly ConversationRow[] {
    const { store } = this.seat
    const accounts = store.accounts.rows.value
    const filter = { tab: 'all', search: this.search, account: null } as const
    return filterConversations(store.conversations.rows, filter, { accounts, unreadOf: () => 0 }).slice(0, shownMost)
  }

  #renderRow(row: ConversationRow) {
    const key = keyOf(row)
    const chosen = this.to.has(key)
    const owner = this.seat.store.accounts.row(row.account)
    return html`<label data-testid="forward-row"><input type="checkbox" .checked=${chosen}
        ?disabled=${!chosen && this.to.size >= forwardToMost} @change=${() => this.#toggle(key)} />
      ${avatar({ id: row.peer, name: row.peerName, avatar: row.peerAvatar, size: 'small' })}
      <span class="who"><span class="cut">${row.peerName}</span>
        <small class="cut">通过 ${owner?.nickname || row.account}</small></span></label>`
  }

  readonly #onSearch = ({ target }: Event): void => {
    this.search = (target as HTMLInputElement).value
  }

  #toggle(key: ConversationKey): void {
    const to = new Set(this.to)
    if (!to.delete(key)) to.add(key)
    this.to = to
  }

  #send(messages: readonly ChatMessage[]): void {
    const { sender, desk } = this.seat
    const note = this.renderRoot.querySelector<HTMLInputElement>('.note')?.value.trim() ?? ''
    forwardAll({ messages, to: [...this.to], note }, (key, said) => sender.send(key, said))
    desk.endChoosing()
    this.dialog.close()
  }

  readonly #onClose = (): void => {
    this.to = new Set()
    this.search = ''
    const fields = this.renderRoot.querySelectorAll<HTMLInputElement>('input:not([type=checkbox])')
    for (const field of fields) field.value = ''
    this.seat.desk.forwarding.value = []
  }

  static override styles = [shared, buttons, avatars, forwardDialogStyles]
}

/** Searching finds the others. */
const shownMost = 100
