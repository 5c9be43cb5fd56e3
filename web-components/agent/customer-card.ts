import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, html, nothing } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { isChatroom } from '../../protocol/ids.ts'
import type { ChatroomMember, ChatroomProfile, FriendProfile } from '../../protocol/kinds.ts'
import type { PeerCard } from '../../protocol/operations/chat.ts'
import { VirtualRows } from '../controllers/virtual-rows.ts'
import { type ConversationKey, splitKey } from '../data/conversation-key.ts'
import { faultText } from '../data/fault-text.ts'
import { sourceLabel } from '../../protocol/friend-source.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { dateTime } from '../data/time-text.ts'
import '../elements/assigned-why.ts'
import { avatar } from '../elements/avatar.ts'
import { styled } from '../elements/styled.ts'
import { avatars, buttons, shared } from '../styles/shared.ts'
import './customer-file.ts'
import { customerCardStyles } from './customer-card-styles.ts'

/** Who the customer is: the profile of a friend, or a chatroom with its members. */
@customElement('ark-customer-card')
export class ArkCustomerCard extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) conversation!: ConversationKey
  @query('.members') private scroller!: HTMLElement | null
  #members: ChatroomMember[] = []

  readonly #virtual = new VirtualRows(this, {
    scroller: () => this.scroller, count: () => this.#members.length, estimateSize: () => 38, exact: true,
    keyOf: (index) => this.#members[index]?.wxid ?? index,
  })

  protected override willUpdate(): void {
    const members = this.seat.cards.entry(this.conversation)?.card?.chatroom?.members ?? []
    const owner = this.seat.cards.entry(this.conversation)?.card?.chatroom?.owner
    const rank = ({ wxid, isAdmin }: ChatroomMember) => (wxid === owner ? 0 : isAdmin ? 1 : 2)
    this.#members = members.toSorted((a, b) => rank(a) - rank(b))
  }

  protected override render() {
    const entry = this.seat.cards.entry(this.conversation)
    return html`<aside aria-label="客户资料" data-testid="customer-card">
      ${this.#renderHead(entry?.card ?? null)}
      ${entry === null ? html`<p class="quiet">正在读取资料…</p>` : nothing}
      ${entry?.fault ? html`<p class="quiet" role="alert">资料没有读到：${faultText(entry.fault)}
        <button class="link-button" @click=${this.#loadAgain}>重试</button></p>` : nothing}
      ${entry?.card ? this.#renderCard(entry.card) : nothing}
    </aside>`
  }

  readonly #loadAgain = (): void => {
    void this.seat.cards.load(this.conversation, true)
  }

  #renderHead(card: PeerCard | null) {
    const { peer } = splitKey(this.conversation)
    const row = this.seat.store.conversations.row(this.conversation)
    const name = this.seat.nameOf(this.conversation)
    const { friend = null, chatroom = null } = card ?? {}
    const nickname = friend?.remark ? friend.nickname : null
    const gone = goneText(friend, chatroom)
    return html`<header>${avatar({ id: peer, name, avatar: row?.peerAvatar ?? null, size: 'large' })}
      <span class="who"><h2>${name}${genders[friend?.gender ?? 0] ?? nothing}</h2>
        ${nickname ? html`<span class="quiet cut">昵称：${nickname}</span>` : nothing}
        ${gone === null ? nothing : html`<span class="gone">${gone}</span>`}</span></header>`
  }

  #renderCard({ friend, chatroom, firstMs }: PeerCard) {
    const { account, peer } = splitKey(this.conversation)
    const owner = this.seat.store.accounts.row(account)
    return html`<dl>
        ${friend === null ? nothing : friendFields(friend)}${chatroom === null ? nothing : roomFields(chatroom)}
        ${field('所属微信', owner === null ? account : `${owner.nickname || account}${owner.online ? '' : '(离线)'}`)}
        ${field('首次对话', firstMs === null ? null : dateTime(firstMs))}
        ${field(isChatroom(peer) ? '群 ID' : '微信 ID', peer)}
      </dl>
      ${friend === null || friend.deleted === true ? nothing : html`<ark-customer-file .seat=${this.seat}
        .friend=${friend} .conversation=${this.conversation}></ark-customer-file>`}
      <ark-assigned-why .api=${this.seat.api} account=${account} peer=${peer}></ark-assigned-why>
      ${chatroom?.notice ? html`<section><h3>群公告</h3><p class="notice">${chatroom.notice}</p></section>` : nothing}
      ${chatroom === null ? nothing : this.#renderMembers(chatroom)}`
  }

  #renderMembers({ owner }: ChatroomProfile) {
    return html`<section class="room"><h3>成员 ${this.#members.length}</h3>
      <div class="members" tabindex="0" role="list" aria-label="群成员">
        <div role="presentation" style=${styled({ height: `${this.#virtual.totalSize}px` })}>
          ${repeat(this.#virtual.items, ({ key }) => key, ({ index, start }) => {
            return memberRow(this.#members[index], { index, startPx: start, owner: owner ?? '' })
          })}
        </div>
      </div></section>`
  }

  static override styles = [shared, buttons, avatars, customerCardStyles]
}

function goneText(friend: FriendProfile | null, chatroom: ChatroomProfile | null): string | null {
  if (friend?.deleted) return '已不是好友'
  if (friend?.blocked) return '已拉黑'
  return goneRooms[chatroom?.state ?? ''] ?? null
}

function memberRow(
  member: ChatroomMember | undefined, { index, startPx, owner }: { index: number; startPx: number; owner: string },
) {
  if (member === undefined) return nothing
  const name = member.displayName || member.nickname || member.wxid
  const role = member.wxid === owner ? '群主' : member.isAdmin ? '管理员' : null
  const style = styled({ transform: `translateY(${startPx}px)` })
  return html`<div class="member" role="listitem" data-index=${index} style=${style}>
    ${avatar({ id: member.wxid, name, size: 'tiny' })}
    <span class="cut">${name}</span>${role === null ? nothing : html`<small>${role}</small>`}</div>`
}

function friendFields(friend: FriendProfile) {
  const parts = [friend.country, friend.province, friend.city]
  const region = parts.filter((part) => part && part !== 'CN' && part !== '中国')
  return html`${field('微信号', friend.alias)}${field('地区', region.join(' '))}${field('电话', friend.phones?.join('、'))}
    ${field('来源', sourceLabel(friend.source))}
    ${field('添加时间', friend.addedAtMs ? dateTime(friend.addedAtMs) : null)}
    ${field('个性签名', friend.signature)}`
}

function roomFields(room: ChatroomProfile) {
  const owner = room.members?.find(({ wxid }) => wxid === room.owner)
  return html`${field('群备注', room.remark)}${field('群主', owner?.displayName || owner?.nickname || room.owner)}`
}

/** What isn't known takes no place. */
function field(name: string, value: string | null | undefined) {
  return value ? html`<div><dt>${name}</dt><dd>${value}</dd></div>` : nothing
}

const goneRooms: Partial<Record<string, string>> = { left: '已退出该群', dismissed: '群已解散' }
const genders: Partial<Record<number, unknown>> = {
  1: html`<span class="gender man" role="img" aria-label="男">♂</span>`,
  2: html`<span class="gender woman" role="img" aria-label="女">♀</span>`,
}
