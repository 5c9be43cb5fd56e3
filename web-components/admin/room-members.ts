import { html, nothing, type PropertyValues } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { listRows } from '../../protocol/operations/lists.ts'
import type { RowOf } from '../../protocol/resource.ts'
import type { chatroomMembers } from '../../protocol/resources/chatroom-member.ts'
import type { Api } from '../data/api.ts'
import { LightElement } from '../elements/light-element.ts'

type Member = RowOf<typeof chatroomMembers>

/** Who is in a chatroom; more of them on demand. */
@customElement('ark-room-members')
export class ArkRoomMembers extends LightElement {
  @property({ attribute: false }) api!: Api
  /** The id of its row: account and chatroom. */
  @property() room = ''
  @state() private members: readonly Member[] = []
  @state() private next: string | null = null

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('room')) return
    this.members = []
    this.next = null
    void this.#read(null)
  }

  protected override render() {
    if (this.members.length === 0) return nothing
    return html`<table class="plain" data-testid="room-members"><thead><tr><th>昵称</th><th>群昵称</th><th></th></tr></thead>
      <tbody>${this.members.map((member) => html`<tr><td title=${member.wxid}>${member.nickname || member.wxid}</td>
        <td>${member.displayName}</td><td>${roleOf(member)}</td></tr>`)}</tbody></table>
      ${this.next === null ? nothing : html`<button type="button" class="link-button"
        @click=${() => void this.#read(this.next)}>更多</button>`}`
  }

  async #read(after: string | null): Promise<void> {
    const { room } = this
    const answer = await this.api.call(listRows, { resource: 'chatroomMembers', filters: { chatroom: [room] }, after })
    // Meanwhile another room may have been chosen.
    if (!answer.ok || room !== this.room) return
    this.members = [...this.members, ...answer.output.rows as unknown as Member[]]
    this.next = answer.output.next
  }
}

function roleOf({ isOwner, isAdmin }: Member): string {
  if (isOwner) return '群主'
  return isAdmin ? '管理员' : ''
}
