import { LitElement, css, html } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { type DeviceRow, removeDevice } from '../../protocol/operations/device.ts'
import type { Api } from '../data/api.ts'
import { faultText } from '../data/fault-text.ts'
import { buttons, shared } from '../styles/shared.ts'
import { deviceName } from './device-text.ts'
import { dialogs } from './dialog-styles.ts'

/** Asks before a phone is removed, open as long as it is in the page. Fires `removed`, and `closed`. */
@customElement('ark-remove-dialog')
export class ArkRemoveDialog extends LitElement {
  @property({ attribute: false }) api!: Api
  @property({ attribute: false }) row!: DeviceRow
  @state() private fault = ''
  @state() private busy = false
  @query('dialog') private dialog!: HTMLDialogElement

  protected override firstUpdated(): void {
    this.dialog.showModal()
  }

  protected override render() {
    return html`<dialog aria-labelledby="title" aria-describedby="about"
      @close=${() => this.dispatchEvent(new CustomEvent('closed'))}>
      <h2 id="title">移除「${deviceName(this.row)}」?</h2>
      <p id="about">这部手机会立即断开,上面的微信不能再收发消息;要再用它,需要重新扫码。已保存的聊天记录不受影响。</p>
      <p class="fault" role="alert">${this.fault}</p>
      <div class="actions">
        <button class="button" @click=${() => this.dialog.close()}>取消</button>
        <button class="button danger" data-testid="confirm-remove" ?disabled=${this.busy}
          @click=${this.#remove}>${this.busy ? '正在移除…' : '移除'}</button>
      </div>
    </dialog>`
  }

  readonly #remove = async (): Promise<void> => {
    if (this.busy) return
    this.busy = true
    this.fault = ''
    const answer = await this.api.call(removeDevice, { device: this.row.device })
    this.busy = false
    if (!answer.ok) {
      this.fault = faultText(answer.fault)
      return
    }
    this.dispatchEvent(new CustomEvent('removed'))
    this.dialog.close()
  }

  static override styles = [shared, buttons, dialogs, css`
    dialog { width: min(380px, calc(100vw - 32px)); }
    h2 { overflow-wrap: anywhere; }
    .fault:empty { display: none; }
  `]
}
