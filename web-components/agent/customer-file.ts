import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { ContactGroupId } from '../../protocol/ids.ts'
import type { FriendProfile } from '../../protocol/kinds.ts'
import type { Customer, EarlierSeat, OtherFriend } from '../../protocol/operations/customers.ts'
import { type KnownField, setFriendGroup } from '../../protocol/operations/extension-fields.ts'
import { type Option, listOptions } from '../../protocol/operations/lists.ts'
import { transferConversation } from '../../protocol/operations/teamwork.ts'
import { type ConversationKey, keyOf, splitKey } from '../data/conversation-key.ts'
import { extensionText } from '../data/extension-text.ts'
import { faultText } from '../data/fault-text.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { dateTime } from '../data/time-text.ts'
import { buttons, shared } from '../styles/shared.ts'
import { cardInputs } from './extension-styles.ts'
import './extension-value.ts'
import './friend-edit.ts'

/** SEAT-5: what the company keeps about a friend, below its profile. */
@customElement('ark-customer-file')
export class ArkCustomerFile extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) conversation!: ConversationKey
  @property({ attribute: false }) friend!: FriendProfile
  @state() private groups: readonly Option[] = []
  @state() private asked: OtherFriend | null = null
  @state() private fault = ''

  override connectedCallback(): void {
    super.connectedCallback()
    this.seat.customers.show(this.conversation)
    void this.#readGroups()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.seat.customers.show(null)
  }

  protected override render() {
    const { seat, conversation, friend } = this
    const entry = seat.customers.entry(conversation)
    const customer = entry?.customer ?? null
    const isOnline = seat.store.accounts.row(splitKey(conversation).account)?.online === true
    return html`<ark-friend-edit .api=${seat.api} .conversation=${conversation} .friend=${friend}
        .pending=${customer?.edit ?? null} ?online=${isOnline}></ark-friend-edit>
      ${entry?.fault ? html`<p class="fault" role="alert">客户资料没有读到：${faultText(entry.fault)}
        <button class="link-button" @click=${() => void seat.customers.read(conversation)}>重试</button></p>` : nothing}
      ${customer === null ? nothing : this.#renderCustomer(customer)}`
  }

  #renderCustomer(customer: Customer) {
    return html`${this.#renderGroup(customer)}${this.#renderFields(customer)}
      ${customer.others.length === 0 ? nothing : this.#renderOthers(customer.others)}
      ${customer.seats.length === 0 ? nothing : renderSeats(customer.seats)}`
  }

  #renderGroup({ group }: Customer) {
    const isListed = group === null || this.groups.some(({ id }) => id === group.id)
    const known = isListed ? [] : [{ id: group.id, title: group.name }]
    return html`<section><h3 id="group">好友分组</h3>
      <select aria-labelledby="group" data-testid="friend-group" @change=${this.#onGroup}>
        <option value="" ?selected=${group === null}>未分组</option>
        ${[...known, ...this.groups].map(({ id, title }) => html`<option value=${id}
          ?selected=${id === group?.id}>${title}</option>`)}</select>
      <p class="fault" role="alert">${this.fault}</p></section>`
  }

  #renderFields({ values, masked }: Customer) {
    const fields = this.seat.customers.fields.needed().filter(({ id, usable }) => usable || values[id] !== undefined)
    if (fields.length === 0) return nothing
    return html`<section class="fields" data-testid="extension-fields"><h3>扩展字段</h3>${repeat(fields, ({ id, kind }) =>
      `${id} ${kind}`, (field) => this.#renderField(field, { values, masked }))}</section>`
  }

  #renderField(field: KnownField, { values, masked }: Pick<Customer, 'values' | 'masked'>) {
    const value = values[field.id] ?? null
    if (field.usable && !masked.includes(field.id)) {
      return html`<ark-extension-value .api=${this.seat.api} .conversation=${this.conversation} .field=${field}
        .value=${value} .say=${this.seat.customers.say}></ark-extension-value>`
    }
    const why = field.usable ? '部分内容被屏蔽，不能修改' : '其他部门的字段，只能查看'
    return html`<div class="fixed" title=${why}><span>${field.name}</span>
      <p>${extensionText(field, value)}</p></div>`
  }

  #renderOthers(others: readonly OtherFriend[]) {
    return html`<section data-testid="other-friends"><h3>其他微信号的同一客户</h3><ul>${others.map((other) => html`<li>
      <b class="cut" title=${other.account}>${other.account}</b>
      <span>${other.seatName}${other.sinceMs === null ? '' : ` · ${dateTime(other.sinceMs)} 起`}</span>
      ${other.own === null ? this.#renderHandOver(other) : html`<button class="link-button"
        @click=${() => this.#open(other)}>打开会话</button>`}</li>`)}</ul></section>`
  }

  #renderHandOver(other: OtherFriend) {
    if (this.asked !== other) {
      return html`<button class="link-button" data-testid="hand-over"
        @click=${() => this.#ask(other)}>转给他</button>`
    }
    return html`<span class="ask" role="group" aria-label="转给${other.seatName}">把这个会话转给 ${other.seatName}?
      <button class="button small primary" data-testid="hand-over-sure"
        @click=${() => void this.#handOver(other)}>转给他</button>
      <button class="button small" @click=${() => this.#ask(null)}>取消</button></span>`
  }

  #ask(other: OtherFriend | null): void {
    this.asked = other
  }

  #open({ own }: OtherFriend): void {
    if (own !== null) this.seat.openThread(keyOf({ account: own, peer: splitKey(this.conversation).peer }))
  }

  async #handOver({ seat }: OtherFriend): Promise<void> {
    const answer = await this.seat.api.call(transferConversation, { ...splitKey(this.conversation), seat, note: null })
    this.asked = null
    this.fault = answer.ok ? '' : faultText(answer.fault)
  }

  readonly #onGroup = ({ currentTarget }: Event): void => {
    const { value } = currentTarget as HTMLSelectElement
    void this.#setGroup(value === '' ? null : value as ContactGroupId)
  }

  async #setGroup(group: ContactGroupId | null): Promise<void> {
    const answer = await this.seat.api.call(setFriendGroup, { ...splitKey(this.conversation), group })
    this.fault = answer.ok ? '' : `没有保存：${faultText(answer.fault)}`
    if (!answer.ok) this.requestUpdate()
  }

  async #readGroups(): Promise<void> {
    const answer = await this.seat.api.call(listOptions, { options: 'friendGroups' })
    if (answer.ok) this.groups = answer.output.options
  }

  static override styles = [shared, buttons, cardInputs, css`
    :host { display: block; flex: none; }
    section { padding: 12px 0; border-top: 1px solid var(--line); }
    h3 { margin: 0 0 8px; color: var(--text-3); font-size: var(--text-sm); font-weight: 500; }
    .fields { display: grid; gap: 10px; }
    .fields h3 { margin: 0; }
    .fixed span { color: var(--text-3); font-size: var(--text-sm); }
    .fixed p { margin: 2px 0 0; overflow-wrap: anywhere; white-space: pre-wrap; user-select: text; }
    ul { display: grid; gap: 8px; margin: 0; padding: 0; list-style: none; font-size: var(--text-sm); }
    li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 1px 8px; }
    li b { font-weight: 500; }
    li span { grid-row: 2; color: var(--text-3); }
    li .link-button { grid-area: 1 / 2; font-size: var(--text-sm); }
    li .ask {
      display: flex; flex-wrap: wrap; grid-area: 3 / 1 / 4 / -1; gap: 6px; align-items: center; color: var(--text);
    }
    time { color: var(--text-3); }
    .fault { margin: 4px 0 0; color: var(--danger); font-size: var(--text-sm); }
    .fault:empty { display: none; }
  `]
}

function renderSeats(seats: readonly EarlierSeat[]) {
  const line = ({ seat, atMs, reason, by }: EarlierSeat) => html`<li><b class="cut">${seat || '设备保管者'}</b>
    <time>${dateTime(atMs)}</time><span>${by === '' ? '' : `${by} `}${reasons[reason] ?? '分配'}</span></li>`
  return html`<section data-testid="earlier-seats"><h3>接待记录</h3><ul>${seats.map(line)}</ul></section>`
}

const reasons: Partial<Record<string, string>> = {
  manual: '分配', rules: '按规则分配', transfer: '转接', takeOver: '接手', giveBack: '交还',
}
