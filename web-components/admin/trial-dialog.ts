import { html } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Admin } from '../data/admin.ts'
import { LightElement } from '../elements/light-element.ts'
import './assignment-trial.ts'

/** 试算 with the rules as they are. Fires `closed`. */
@customElement('ark-trial-dialog')
export class ArkTrialDialog extends LightElement {
  @property({ attribute: false }) admin!: Admin
  @state() private opened = true

  protected override render() {
    return html`<vaadin-dialog .opened=${this.opened} header-title="试算" width="520px"
      @opened-changed=${this.#onOpened}><ark-assignment-trial .admin=${this.admin}></ark-assignment-trial>
      <div slot="footer" class="dialog-actions">
        <button class="button" @click=${this.#close}>关闭</button></div></vaadin-dialog>`
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
