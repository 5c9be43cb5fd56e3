import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { AccountId } from '../../protocol/ids.ts'
import { getGreeting } from '../../protocol/operations/automation.ts'
import type { Admin } from '../data/admin.ts'
import { faultText } from '../data/fault-text.ts'
import { LightElement } from '../elements/light-element.ts'
import { greetingForm } from './auto-reply-forms.ts'
import './form-dialog.ts'
import type { Form } from './form.ts'

/** AUTO-3: what new friends of one account are sent, as the hub knows it now. Fires `closed`. */
@customElement('ark-greeting-dialog')
export class ArkGreetingDialog extends LightElement {
  @property({ attribute: false }) admin!: Admin
  @property({ attribute: false }) account!: AccountId
  @property({ attribute: false }) name = ''
  @state() private form: Form | null = null

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#read()
  }

  protected override render() {
    return this.form === null ? nothing : html`<ark-form-dialog .admin=${this.admin} .form=${this.form}
      @closed=${this.#close}></ark-form-dialog>`
  }

  async #read(): Promise<void> {
    const { account, name } = this
    const answer = await this.admin.api.call(getGreeting, { account })
    if (!answer.ok) {
      this.admin.say(faultText(answer.fault))
      return this.#close()
    }
    const { own } = answer.output
    const about = own ? '这个微信使用自己的消息，不使用通用规则。' : '这个微信正在使用通用规则；保存后改用下面的消息。'
    this.form = greetingForm(answer.output, { title: `新好友通过后「${name}」`, about, account })
  }

  readonly #close = (): void => {
    this.dispatchEvent(new CustomEvent('closed'))
  }
}
