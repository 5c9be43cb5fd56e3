import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { ChatMessage } from '../../protocol/chat-message.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import type { FriendRow } from '../../protocol/operations/desk.ts'
import { type ConversationKey, keyOf } from '../data/conversation-key.ts'
import { forwardAll, forwardToMost } from '../data/forward.ts'
import { FriendFinder } from '../data/friend-finder.ts'
import { canForward } from '../data/message-actions.ts'
import { previewOf } from '../data/message-kinds.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { avatar } from '../elements/avatar.ts'
import { avatars, buttons, shared } from '../styles/shared.ts'
import { filterConversations } from './conversation-filter.ts'
import { forwardDialogStyles } from './forward-dialog-styles.ts'

/**
 * To whom messages are passed on: any conversation this seat serves, of whichever account; a search finds friends and
 * chatrooms without one too.
 */
@customElement('ark-forward-dialog')
export class ArkForwardDialog extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @state() private search = ''
  @state() private to: ReadonlySet<ConversationKey> = new Set()
  @query('dialog') private dialog!: HTMLDialogElement
  #finder: FriendFinder | null = null
  /** Chosen among those who have no conversation: they stay in the list when the search is another. */
  #fresh: ReadonlyMap<ConversationKey, FriendRow> = new Map()

  protected override render() {
    const messages = this.seat.desk.forwarding.value
    const good = messages.filter(canForward)
    const left = messages.length - good.length
    const targets = this.#targets()
    return html`<dialog aria-labelledby="title" data-testid="forward-dialog" @close=${this.#onClose}>
      <h2 id="title">转发${good.length > 1 ? ` ${good.length} 条消息` : ''}</h2>
      <p class="what cut">${good.slice(0, 3).map(previewOf).join('、')}</p>
      ${left === 0 ? nothing : html`<p class="left">有 ${left} 条不能转发，将跳过(语音、红包、还没有上传的文件等)</p>`}
      <input type="search" placeholder="搜索客户、群、账号" aria-label="搜索会话" autofocus @input=${this.#onSearch} />
      <div class="rows" role="group" aria-label="会话">${repeat(targets, ({ key }) => key, (target) => {
        return this.#renderRow(target)
      })}${this.#renderLooking(targets.length)}</div>
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

  #targets(): readonly Target[] {
    const { store } = this.seat
    const accounts = store.accounts.rows.value
    const filter = { tab: 'all', search: this.search, account: null } as const
    const rows = filterConversations(store.conversations.rows, filter, { accounts, unreadOf: () => 0 })
    const found = [...this.#fresh.values(), ...this.#finder?.found.value.rows ?? []]
    const fresh = new Map(found.map((row) => [keyOf(row), row]))
    return [
      ...rows.slice(0, shownMost).map(({ account, peer, peerName, peerAvatar }) => {
        return { key: keyOf({ account, peer }), account, peer, name: peerName, avatar: peerAvatar }
      }),
      ...[...fresh].filter(([key]) => store.conversations.row(key) === null).map(([key, friend]) => {
        const { account, peer, remark, nickname, avatar } = friend
        return { key, account, peer, name: remark || nickname || peer, avatar, friend }
      }),
    ]
  }

  #renderLooking(found: number) {
    const { isLooking = false, hasFailed = false } = this.#finder?.found.value ?? {}
    if (!isLooking && !hasFailed && found > 0) return nothing
    return html`<p role="status">${isLooking ? '正在查找好友和群…' : hasFailed ? '好友和群没有查到，请稍后重试'
      : '没有这样的客户、群或账号'}</p>`
  }

  #renderRow({ key, account, peer, name, avatar: picture, friend }: Target) {
    const chosen = this.to.has(key)
    const owner = this.seat.store.accounts.row(account)
    return html`<label data-testid="forward-row"><input type="checkbox" .checked=${chosen}
        ?disabled=${!chosen && this.to.size >= forwardToMost} @change=${() => this.#toggle(key, friend)} />
      ${avatar({ id: peer, name, avatar: picture, size: 'small' })}
      <span class="who"><span class="cut">${name}</span>
        <small class="cut">通过 ${owner?.nickname || account}${friend === undefined ? '' : ' · 还没有会话'}</small>
      </span></label>`
  }

  readonly #onSearch = ({ target }: Event): void => {
    this.search = (target as HTMLInputElement).value
    this.#finder ??= new FriendFinder(this.seat.api, { chatrooms: true })
    this.#finder.look(this.search)
  }

  #toggle(key: ConversationKey, friend: FriendRow | undefined): void {
    const to = new Set(this.to)
    const fresh = new Map(this.#fresh)
    fresh.delete(key)
    if (!to.delete(key)) {
      to.add(key)
      if (friend !== undefined) fresh.set(key, friend)
    }
    this.#fresh = fresh
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
    this.#fresh = new Map()
    this.search = ''
    this.#finder?.look('')
    const fields = this.renderRoot.querySelectorAll<HTMLInputElement>('input:not([type=checkbox])')
    for (const field of fields) field.value = ''
    this.seat.desk.forwarding.value = []
  }

  static override styles = [shared, buttons, avatars, forwardDialogStyles]
}

interface Target {
  key: ConversationKey
  account: AccountId
  peer: PeerId
  name: string
  avatar: string | null
  /** Of whom there is no conversation yet. */
  friend?: FriendRow
}

/** Searching finds the others. */
const shownMost = 100
