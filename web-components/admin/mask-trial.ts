import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { type Settings, tryMasking } from '../../protocol/operations/device-setup.ts'
import type { Api } from '../data/api.ts'
import { faultText } from '../data/fault-text.ts'
import { LightElement } from '../elements/light-element.ts'

/** Shows what each pattern leaves of a sentence: the hub masks it, as it will in earnest. */
@customElement('ark-mask-trial')
export class ArkMaskTrial extends LightElement {
  @property({ attribute: false }) api!: Api
  @property({ attribute: false }) settings!: Settings
  @state() private results: readonly (readonly [title: string, text: string])[] = []
  #text = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('settings')) void this.#try()
  }

  protected override render() {
    return html`<vaadin-text-field label="试一试" placeholder="输入一句话，看看会显示成什么，例如：我的电话 138-0013-8000"
        data-testid="mask-trial" autocomplete="off" @value-changed=${this.#onText}></vaadin-text-field>
      ${this.results.length === 0 ? nothing : html`<dl class="facts" data-testid="mask-results">${this.results
        .map(([title, text]) => html`<dt>${title}</dt><dd>${text}</dd>`)}</dl>`}`
  }

  readonly #onText = ({ detail }: CustomEvent<{ value: string }>): void => {
    this.#text = detail.value
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#try(), typingMs)
  }

  async #try(): Promise<void> {
    const text = this.#text
    const asked = text === '' ? [] : patterns.filter(([field]) => this.settings[field] !== null)
    const results = await Promise.all(asked.map(async ([field, title]) => {
      const answer = await this.api.call(tryMasking, { pattern: this.settings[field] as string, text })
      return [title, answer.ok ? answer.output.masked : faultText(answer.fault)] as const
    }))
    if (text === this.#text) this.results = results
  }
}

const patterns = [['maskApps', '手机'], ['maskWechat', '微信'], ['maskConsole', '客服端']] as const
const typingMs = 250
