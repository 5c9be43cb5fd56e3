import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { UserId } from '../../protocol/ids.ts'
import { type SeatCap, listSeatCaps, setSeatCaps } from '../../protocol/operations/assignment-rules.ts'
import type { Admin } from '../data/admin.ts'
import { faultText } from '../data/fault-text.ts'
import { LightElement } from '../elements/light-element.ts'

/** RULE-6, 好友分配上限: how many friends the rules give each seat in a day. Fires `closed`. */
@customElement('ark-seat-caps')
export class ArkSeatCaps extends LightElement {
  @property({ attribute: false }) admin!: Admin
  @state() private rows: readonly SeatCap[] | null = null
  @state() private more = false
  @state() private fault = ''
  @state() private busy = false
  @state() private opened = true
  /** As typed, of those that were touched. */
  readonly #typed = new Map<UserId, string>()
  #search = ''

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#read()
  }

  protected override render() {
    return html`<vaadin-dialog data-testid="seat-caps" .opened=${this.opened} header-title="好友分配上限" width="640px"
      no-close-on-outside-click @opened-changed=${this.#onOpened}>
      <p class="about">每位客服每天最多由规则分配多少好友和群；留空表示不限。手动分配和客服转接的不计入。</p>
      <vaadin-text-field placeholder="搜索姓名、账号或部门" accessible-name="搜索客服" clear-button-visible autocomplete="off"
        @change=${this.#onSearch}></vaadin-text-field>
      <div class="caps" tabindex="0" role="region" aria-label="客服">${
        this.rows === null ? nothing : this.#renderRows(this.rows)}</div>
      <p class="fault" role="alert">${this.fault}</p>
      <div slot="footer" class="dialog-actions"><button class="button" @click=${this.#close}>取消</button>
        <button class="button primary" data-testid="caps-save" ?disabled=${this.busy}
          @click=${() => void this.#save()}>保存</button></div>
    </vaadin-dialog>`
  }

  #renderRows(rows: readonly SeatCap[]) {
    if (rows.length === 0) return html`<p class="quiet">没有找到客服。</p>`
    return html`<table class="plain"><thead><tr><th>客服</th><th>部门</th><th>状态</th><th>今日已分配</th>
        <th>每天上限</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr><td>${row.name} <small>${row.loginName}</small></td>
        <td>${row.department}</td><td>${presences[row.presence]}</td>
        <td class="digits">${row.given.toLocaleString('zh-CN')}</td>
        <td><input class="cap" inputmode="numeric" data-seat=${row.loginName} aria-label=${`${row.name}的每天上限`}
          placeholder="不限" .value=${this.#typed.get(row.seat) ?? textOf(row.perDay)}
          @input=${(event: Event) => this.#type(row.seat, event)} /></td></tr>`)}</tbody></table>
      ${this.more ? html`<p class="quiet">客服太多，只列出了一部分，请搜索。</p>` : nothing}`
  }

  #type(seat: UserId, { currentTarget }: Event): void {
    this.#typed.set(seat, (currentTarget as HTMLInputElement).value.trim())
    this.fault = ''
  }

  readonly #onSearch = ({ currentTarget }: Event): void => {
    this.#search = (currentTarget as HTMLInputElement).value
    void this.#read()
  }

  async #read(): Promise<void> {
    const search = this.#search
    const answer = await this.admin.api.call(listSeatCaps, { search })
    if (search !== this.#search) return
    this.fault = answer.ok ? '' : faultText(answer.fault)
    if (!answer.ok) return
    this.rows = answer.output.rows
    this.more = answer.output.more
  }

  async #save(): Promise<void> {
    const wrong = [...this.#typed.values()].find((text) => !/^\d{0,6}$/.test(text) || Number(text) > capMax)
    if (wrong !== undefined) {
      this.fault = `「${wrong}」不是 0 到 ${capMax.toLocaleString('zh-CN')} 的整数`
      return
    }
    this.busy = true
    const caps = [...this.#typed].map(([seat, text]) => ({ seat, perDay: text === '' ? null : Number(text) }))
    const answer = await this.admin.api.call(setSeatCaps, { caps })
    this.busy = false
    this.fault = answer.ok ? '' : faultText(answer.fault)
    if (!answer.ok) return
    this.admin.say('分配上限已保存')
    this.#close()
  }

  readonly #close = (): void => {
    this.opened = false
  }

  readonly #onOpened = ({ detail }: CustomEvent<{ value: boolean }>): void => {
    if (detail.value) return
    this.opened = false
    this.dispatchEvent(new CustomEvent('closed'))
  }
}

const textOf = (perDay: number | null): string => (perDay === null ? '' : String(perDay))
const presences = { online: '在线', away: '离开', offline: '离线' } as const
const capMax = 100_000
