import { type PropertyValues, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { listRows } from '../../protocol/operations/lists.ts'
import type { RowOf } from '../../protocol/resource.ts'
import { commandStates, commandTitles, commands } from '../../protocol/resources/command.ts'
import type { Admin } from '../data/admin.ts'
import { commandFaultText } from '../data/command-fault-text.ts'
import { faultText } from '../data/fault-text.ts'
import { dateTime, fullTime } from '../data/time-text.ts'
import { LightElement } from '../elements/light-element.ts'

type CommandRow = RowOf<typeof commands>

/** What one phone was asked to do lately, and how each ended. */
@customElement('ark-device-ledger')
export class ArkDeviceLedger extends LightElement {
  @property({ attribute: false }) admin!: Admin
  @property() device = ''
  @state() private rows: readonly CommandRow[] | null = null
  @state() private fault = ''
  #stop: (() => void) | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop = this.admin.live.listen(commands.live, () => this.#schedule(hintMs))
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    clearTimeout(this.#timer)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('device')) return
    this.rows = null
    void this.#read(this.device)
  }

  protected override render() {
    const { rows, fault, device } = this
    return html`<h3>最近指令</h3>${fault === '' ? nothing : html`<p class="fault" role="alert">${fault}</p>`}
      ${rows === null ? html`<p class="quiet">正在读取…</p>` : rows.length === 0
        ? html`<p class="quiet">还没有对这部手机下发过指令。</p>`
        : html`<ul class="ledger" data-testid="ledger">${rows.map(renderCommand)}</ul>
          <a href=${`/admin/commands?device=${device}`}>查看全部指令</a>`}`
  }

  async #read(device: string): Promise<void> {
    const answer = await this.admin.api.call(listRows, {
      resource: 'commands', filters: { device: [device] }, rows: rowsMax,
    })
    if (device !== this.device || !this.isConnected) return
    this.fault = answer.ok ? '' : faultText(answer.fault)
    if (!answer.ok) return
    this.rows = answer.output.rows as unknown as CommandRow[]
    // A hint may come before what it tells of is stored.
    if (this.rows.some(({ state }) => state === 'sent')) this.#schedule(askAgainMs)
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#read(this.device), delayMs)
  }
}

function renderCommand({ command, state, progress, reason, code, requestedMs, user }: CommandRow) {
  const about = [progress, commandFaultText({ code, reason })].filter((text) => text !== '').join(' · ')
  return html`<li data-state=${state}><div><b>${commandTitles[command]}</b>
      <span class="state" data-value=${state}>${commandStates[state]}</span></div>
    ${about === '' ? nothing : html`<p>${about}</p>`}
    <small class="quiet">${requestedMs === null ? '' : html`<time title=${fullTime(requestedMs)}>${
      dateTime(requestedMs)}</time>`} · ${user}</small></li>`
}

const rowsMax = 8
/** Several hints of one change become one question. */
const hintMs = 200
const askAgainMs = 2_000
