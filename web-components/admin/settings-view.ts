import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { type Settings, getSettings } from '../../protocol/operations/device-setup.ts'
import type { Admin } from '../data/admin.ts'
import { faultText } from '../data/fault-text.ts'
import { icon } from '../elements/icon.ts'
import { LightElement } from '../elements/light-element.ts'
import { factList } from '../elements/side-drawer.ts'
import './form-dialog.ts'
import type { Form } from './form.ts'
import './mask-trial.ts'
import { type SettingsPart, settingsForm, settingsParts } from './settings-forms.ts'

/** 系统设置: what holds for all phones and consoles, part by part; each part is changed in a form of its own. */
@customElement('ark-settings-view')
export class ArkSettingsView extends LightElement {
  @property({ attribute: false }) admin!: Admin
  @state() private settings: Settings | null = null
  @state() private form: Form | null = null
  @state() private fault = ''
  #stop: (() => void) | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop = this.admin.live.listen(['settings'], () => void this.#read())
    void this.#read()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
  }

  protected override render() {
    const { settings } = this
    return html`<section class="page"><header class="page-head"><h1>系统设置</h1>
        <span class="count">对全公司所有手机和客服端生效</span></header>
      <div class="page-body"><article class="detail settings">
        <p class="fault" role="alert">${this.fault}</p>
        ${settings === null ? nothing : settingsParts.map((part) => this.#renderPart(part, settings))}
      </article></div>
      ${this.form === null ? nothing : html`<ark-form-dialog .admin=${this.admin} .form=${this.form}
        @saved=${() => void this.#read()} @closed=${this.#close}></ark-form-dialog>`}
    </section>`
  }

  #renderPart(part: SettingsPart, settings: Settings) {
    return html`<section data-testid=${`settings-${part.name}`}><header><div><h2>${part.title}</h2>
        <p class="quiet">${part.about}</p></div>
        <button class="button" data-testid=${`change-${part.name}`} aria-label=${`修改${part.title}`}
          @click=${() => { this.form = settingsForm(part, settings) }}>${icon('pencil')}修改</button></header>
      ${factList(part.facts(settings))}
      ${part.name === 'masking' ? html`<ark-mask-trial .api=${this.admin.api} .settings=${settings}></ark-mask-trial>`
        : nothing}</section>`
  }

  readonly #close = (): void => {
    this.form = null
  }

  async #read(): Promise<void> {
    const answer = await this.admin.api.call(getSettings, {})
    this.fault = answer.ok ? '' : faultText(answer.fault)
    if (answer.ok) this.settings = answer.output
  }
}
