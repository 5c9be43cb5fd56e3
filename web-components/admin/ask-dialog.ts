import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Ask } from './form.ts'
import type { Admin } from '../data/admin.ts'
import { reasonText } from '../data/fault-text.ts'
import { LightElement } from '../elements/light-element.ts'

/** A question before something that is hard to take back. Fires `saved` when it was done, and `closed`. */
@customElement('ark-ask-dialog')
export class ArkAskDialog extends LightElement {
  @property({ attribute: false }) admin!: Admin
  @property({ attribute: false }) ask!: Ask
  @state() private fault = ''
  @state() private busy = false
  @state() private opened = true

  protected override render() {
    const { title, text, confirm, danger = false } = this.ask
    return html`<vaadin-dialog data-testid="ask-dialog" role="alertdialog" .opened=${this.opened} header-title=${title}
      width="420px" no-close-on-outside-click @opened-changed=${this.#onOpened}>
      <p class="about">${text}</p>${this.fault === '' ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}
      <div slot="footer" class="dialog-actions">
        <button class="button" @click=${this.#close}>取消</button>
        <button class="button ${danger ? 'danger' : 'primary'}" data-testid="ask-confirm" ?disabled=${this.busy}
          @click=${() => void this.#run()}>${confirm}</button></div>
    </vaadin-dialog>`
  }

  async #run(): Promise<void> {
    if (this.busy) return
    this.busy = true
    const answer = await this.ask.run(this.admin)
    this.busy = false
    this.fault = answer.ok ? '' : reasonText(answer.fault)
    if (!answer.ok) return
    if (this.ask.done !== undefined) this.admin.say(this.ask.done)
    this.dispatchEvent(new CustomEvent('saved', { detail: answer.output }))
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
