import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { OperationFault } from '../../protocol/operation.ts'
import type { DeviceRow } from '../../protocol/operations/device.ts'
import type { Api } from '../data/api.ts'
import { faultText } from '../data/fault-text.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'
import { deviceName } from './device-text.ts'
import { deviceTable, deviceTableStyles } from './device-table.ts'
import { DeviceWatch } from './device-watch.ts'
import './enrol-dialog.ts'
import './remove-dialog.ts'

type Doing = { what: 'look' } | { what: 'enrol' } | { what: 'remove'; row: DeviceRow }

/** The phones: which there are, one more, one less. Fires `notice`. */
@customElement('ark-device-page')
export class ArkDevicePage extends LitElement {
  @property({ attribute: false }) api!: Api
  @state() private doing: Doing = { what: 'look' }
  @query('[data-testid=add-phone]') private addButton!: HTMLElement | null

  protected readonly watch = new DeviceWatch(this, { api: () => this.api })

  protected override render() {
    const { rows, fault } = this.watch
    return html`<main aria-busy=${rows === null && fault === null}>
      ${fault?.code === 'noRight' ? renderNoRight() : this.#renderList(rows, fault)}
    </main>${this.#renderDialog(rows)}`
  }

  #renderList(rows: readonly DeviceRow[] | null, fault: OperationFault | null) {
    return html`<div class="head">
        <h1>手机</h1>
        <span class="count" data-testid="device-count">${rows === null ? nothing : countText(rows)}</span>
        <button class="button primary" data-testid="add-phone" @click=${this.#enrol}>
          ${icon('phone')}添加手机</button>
      </div>
      ${fault === null || rows === null ? nothing : html`<p class="stale" role="alert">${icon('alert')}
        <span>列表可能不是最新的:${faultText(fault)}</span>${this.#renderRetry('link-button')}</p>`}
      ${rows === null ? this.#renderBefore(fault) : this.#renderRows(rows)}`
  }

  #renderBefore(fault: OperationFault | null) {
    if (fault === null) return html`<div class="middle"><p>正在读取手机列表…</p></div>`
    return html`<div class="middle" role="alert"><h2>没能读取手机列表</h2><p>${faultText(fault)}</p>
      ${this.#renderRetry('button')}</div>`
  }

  #renderRetry(look: 'button' | 'link-button') {
    return html`<button class=${look} @click=${() => void this.watch.refresh()}>立即重试</button>`
  }

  #renderRows(rows: readonly DeviceRow[]) {
    if (rows.length > 0) {
      const onRemove = (row: DeviceRow): void => { this.doing = { what: 'remove', row } }
      return deviceTable({ rows, nowMs: Date.now(), onRemove })
    }
    return html`<div class="middle" data-testid="no-phones"><h2>还没有手机</h2>
      <p>点「添加手机」,用工作手机扫码,它就会出现在这里。</p></div>`
  }

  #renderDialog(rows: readonly DeviceRow[] | null) {
    const { doing } = this
    switch (doing.what) {
      case 'look': return nothing
      case 'enrol': return html`<ark-enrol-dialog .api=${this.api} .rows=${rows} @closed=${this.#look}>
        </ark-enrol-dialog>`
      case 'remove': return html`<ark-remove-dialog .api=${this.api} .row=${doing.row} @closed=${this.#look}
        @removed=${() => void this.#onRemoved(doing.row)}></ark-remove-dialog>`
    }
  }

  readonly #enrol = (): void => {
    this.doing = { what: 'enrol' }
    void this.watch.refresh()
  }

  readonly #look = (): void => {
    this.doing = { what: 'look' }
  }

  async #onRemoved(row: DeviceRow): Promise<void> {
    const detail = `已移除「${deviceName(row)}」`
    this.dispatchEvent(new CustomEvent('notice', { detail, bubbles: true, composed: true }))
    await this.watch.refresh()
    await this.updateComplete
    // The button that opened the dialog has gone from its row, and the focus with it.
    if (document.activeElement === document.body) this.addButton?.focus()
  }

  static override styles = [shared, buttons, deviceTableStyles, css`
    :host { display: block; overflow: hidden; background: var(--surface-thread); }
    main {
      display: flex; flex-direction: column; gap: 14px; max-width: 1120px; height: 100%; margin: 0 auto;
      padding: 24px 20px;
    }
    .head { display: flex; align-items: baseline; gap: 12px; }
    .head .button { margin-left: auto; }
    h1 { margin: 0; font-size: 20px; font-weight: 650; }
    h2 { margin: 0; font-size: 16px; font-weight: 600; }
    p { margin: 0; color: var(--text-2); }
    .count { color: var(--text-3); }
    .middle {
      display: grid; flex: 1; place-content: center; justify-items: center; gap: 10px; padding: 24px;
      text-align: center;
    }
    .stale {
      display: flex; align-items: center; gap: 8px; padding: 8px 12px; border-radius: var(--radius-s);
      background: var(--warning-soft); color: var(--warning);
    }
    .stale .link-button { margin-left: auto; text-decoration: underline; }
  `]
}

function renderNoRight() {
  return html`<div class="middle"><h2>没有管理手机的权限</h2><p>需要时请管理员为你开通。</p></div>`
}

function countText(rows: readonly DeviceRow[]): string {
  const used = rows.filter(({ revoked }) => !revoked)
  return `共 ${used.length} 部,${used.filter(({ online }) => online).length} 部在线`
}
