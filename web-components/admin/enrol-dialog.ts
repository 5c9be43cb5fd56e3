import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { listRows } from '../../protocol/operations/lists.ts'
import type { RowOf } from '../../protocol/resource.ts'
import type { devices } from '../../protocol/resources/device.ts'
import type { Admin } from '../data/admin.ts'
import { faultText } from '../data/fault-text.ts'
import { durationText } from '../data/time-text.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'
import { dialogs } from './dialog-styles.ts'
import { EnrolmentCode } from './enrolment-code.ts'
import { copyText } from '../data/copy-text.ts'
import { qrCode } from './qr-code.ts'

/**
 * Shows codes for one phone after another, open as long as it is in the page. Fires `closed`.
 */
@customElement('ark-enrol-dialog')
export class ArkEnrolDialog extends LitElement {
  @property({ attribute: false }) admin!: Admin
  /** The newest; null while not known. A phone that wasn't among the first ones has scanned the code. */
  @state() private rows: readonly DeviceRow[] | null = null
  @state() private copied = ''
  @query('dialog') private dialog!: HTMLDialogElement
  @query('.token') private tokenField!: HTMLInputElement | null
  #code!: EnrolmentCode
  #known: Set<string> | null = null
  #added: string[] = []
  #timer: ReturnType<typeof setInterval> | undefined
  #ticks = 0
  #stopListening: (() => void) | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    const { api, live } = this.admin
    this.#code ??= new EnrolmentCode({ api, onChanged: () => this.requestUpdate() })
    this.#stopListening = live.listen(['devices'], () => void this.#look())
    this.#tick()
    this.#timer = setInterval(() => this.#tick(), 1_000)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#timer)
    this.#stopListening?.()
  }

  protected override firstUpdated(): void {
    this.dialog.showModal()
  }

  protected override render() {
    return html`<dialog aria-labelledby="title" @close=${() => this.dispatchEvent(new CustomEvent('closed'))}>
      <h2 id="title">绑定新设备</h2>
      <ol>
        <li>在手机上打开方舟，扫描二维码，按提示填写备注。</li>
        <li>手机会自动出现在列表里，由你保管；可以接着扫下一部。</li>
      </ol>
      ${this.#renderCode()}
      ${isOnlyHere(location.hostname) ? html`<p class="only-here">${icon('alert')}<span>你正用本机地址
        ${location.host} 打开，其他设备连不到它。请换成手机能访问的地址再扫码。</span></p>` : nothing}
      <div class="added" role="status" aria-live="polite">${this.#renderAdded()}</div>
      <div class="actions">
        <button class="button primary" @click=${() => this.dialog.close()}>完成</button>
      </div>
    </dialog>`
  }

  #renderCode() {
    const { token, fault } = this.#code
    const trouble = fault === null ? nothing : html`<p class="fault" role="alert">
      没能换新的二维码：${faultText(fault)}
      <button class="link-button" @click=${this.#retry}>立即重试</button></p>`
    if (token === null) {
      return html`<div class="box waiting" aria-busy=${fault === null}>
        ${fault === null ? '正在准备二维码…' : '暂时没有二维码'}</div>${trouble}`
    }
    return html`<div class="box">${qrCode(`${location.origin}/enrol#${token}`, '绑定新设备的二维码')}</div>
      <p class="left" data-testid="enrol-left">
        ${durationText(this.#code.leftMs(Date.now()))} 后失效，失效前自动更换</p>
      ${trouble}
      <p class="by-hand"><label for="token">没有摄像头？在手机上输入地址 <b>${location.origin}</b> 和令牌：</label></p>
      <div class="copy">
        <input id="token" class="token" data-testid="enrol-token" readonly spellcheck="false" .value=${token}
          @focus=${() => this.tokenField?.select()} />
        <button class="button" @click=${this.#copy}>${icon(this.copied === token ? 'check' : 'copy')}${
          this.copied === token ? '已复制' : '复制令牌'}</button>
      </div>`
  }

  #renderAdded() {
    const rows = this.rows?.filter(({ id }) => this.#added.includes(id)) ?? []
    return rows.map((row) => html`<p class="one" data-testid="enrol-added">${icon('check')}
      <span class="cut">已绑定 <b>${row.remark || `${row.brand} ${row.model}`}</b></span>
      <span>${row.online ? '在线' : '离线'}</span></p>`)
  }

  #tick(): void {
    if (document.visibilityState !== 'visible') return
    this.#code.tick(Date.now())
    // Hints come by themselves; this is for when their line is broken.
    if (this.#ticks % lookEachTicks === 0) void this.#look()
    this.#ticks += 1
    this.requestUpdate()
  }

  async #look(): Promise<void> {
    const answer = await this.admin.api.call(listRows, { resource: 'devices', rows: 20 })
    if (!answer.ok) return
    this.rows = answer.output.rows as unknown as DeviceRow[]
    this.#meet(this.rows)
  }

  /** Each code is good for one phone. */
  #meet(rows: readonly DeviceRow[]): void {
    const fresh = rows.map(({ id }) => id).filter((device) => this.#known?.has(device) === false)
    this.#known = new Set([...this.#known ?? [], ...rows.map(({ id }) => id)])
    if (fresh.length === 0) return
    this.#added = [...fresh, ...this.#added]
    void this.#code.renew(Date.now())
  }

  readonly #retry = (): void => {
    void this.#code.renew(Date.now())
  }

  readonly #copy = async (): Promise<void> => {
    const field = this.tokenField
    if (field === null) return
    const token = field.value
    field.select()
    this.copied = await copyText(token) ? token : ''
  }

  static override styles = [shared, buttons, dialogs, css`
    dialog { width: min(420px, calc(100vw - 32px)); }
    ol { margin: 0 0 14px; padding-left: 20px; color: var(--text-2); }
    .box {
      display: grid; place-items: center; width: 224px; height: 224px; margin: 0 auto 8px; overflow: hidden;
      border: 1px solid var(--line); border-radius: var(--radius-m); background: #fff;
    }
    .box.waiting { background: var(--surface-list); color: var(--text-3); }
    .qr { width: 100%; height: 100%; }
    .left { color: var(--text-3); text-align: center; font-variant-numeric: tabular-nums; }
    .by-hand { margin: 0 0 6px; font-size: var(--text-sm); overflow-wrap: anywhere; }
    .by-hand b { color: var(--text); font-weight: 600; }
    .copy { display: flex; gap: 8px; }
    .token {
      flex: 1; min-width: 0; height: 32px; padding: 0 10px; border: 1px solid var(--line-strong);
      border-radius: var(--radius-s); background: var(--surface-input); font: var(--text-sm) var(--font-mono);
    }
    .only-here, .one {
      display: flex; align-items: center; gap: 8px; margin: 12px 0 0; padding: 8px 10px;
      border-radius: var(--radius-s);
    }
    .only-here { background: var(--warning-soft); color: var(--warning); font-size: var(--text-sm); }
    .one { background: var(--success-soft); color: var(--success); }
    .one .cut { flex: 1; }
  `]
}

type DeviceRow = RowOf<typeof devices>
const lookEachTicks = 3

/** Addresses that mean this computer to itself, and another one to a phone. */
function isOnlyHere(hostname: string): boolean {
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname)
}
