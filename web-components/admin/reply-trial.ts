import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { type AutoReplyRule, tryAutoReply } from '../../protocol/operations/automation.ts'
import type { Api } from '../data/api.ts'
import { faultText } from '../data/fault-text.ts'
import { LightElement } from '../elements/light-element.ts'
import '../elements/parts-preview.ts'

/** What would be answered to this sentence? The hub says, as it will in earnest. */
@customElement('ark-reply-trial')
export class ArkReplyTrial extends LightElement {
  @property({ attribute: false }) api!: Api
  @property({ attribute: false }) rules: readonly AutoReplyRule[] = []
  @state() private result: { rule: AutoReplyRule | null } | string | null = null
  #text = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('rules')) void this.#try()
  }

  protected override render() {
    return html`<vaadin-text-field label="试一试" placeholder="输入客户可能说的一句话，看看会回复什么" autocomplete="off"
        data-testid="reply-trial" @value-changed=${this.#onText}></vaadin-text-field>
      <div role="status" data-testid="reply-result">${this.#renderResult()}</div>`
  }

  #renderResult() {
    const { result } = this
    if (result === null) return nothing
    if (typeof result === 'string') return html`<p class="fault">${result}</p>`
    if (result.rule === null) return html`<p class="quiet">没有规则匹配，不会自动回复。</p>`
    return html`<p class="quiet">匹配规则「${result.rule.keywords.join('、')}」，回复：</p>
      <ark-parts-preview .parts=${result.rule.messages}></ark-parts-preview>`
  }

  readonly #onText = ({ detail }: CustomEvent<{ value: string }>): void => {
    this.#text = detail.value
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#try(), typingMs)
  }

  async #try(): Promise<void> {
    const text = this.#text
    if (text.trim() === '') {
      this.result = null
      return
    }
    const answer = await this.api.call(tryAutoReply, { text })
    if (text === this.#text) this.result = answer.ok ? answer.output : faultText(answer.fault)
  }
}

const typingMs = 250
