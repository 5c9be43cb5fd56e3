import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import {
  type AutoReplyRule, type Greeting, changeAutoReplyRule, getAutoReplies, matchings, moveAutoReplyRule,
} from '../../protocol/operations/automation.ts'
import type { Admin } from '../data/admin.ts'
import type { Answer } from '../data/api.ts'
import { faultText } from '../data/fault-text.ts'
import { icon } from '../elements/icon.ts'
import { LightElement } from '../elements/light-element.ts'
import '../elements/parts-preview.ts'
import './ask-dialog.ts'
import { greetingForm, ruleDeletion, ruleForm } from './auto-reply-forms.ts'
import './form-dialog.ts'
import type { Ask, Form } from './form.ts'
import './reply-trial.ts'

/** 自动回复: what every new friend is sent, and the keyword rules; a tab for each. */
@customElement('ark-auto-replies-view')
export class ArkAutoRepliesView extends LightElement {
  @property({ attribute: false }) admin!: Admin
  @state() private tab: 'greeting' | 'rules' = 'greeting'
  @state() private greeting: Greeting | null = null
  @state() private rules: readonly AutoReplyRule[] = []
  @state() private form: Form | null = null
  @state() private ask: Ask | null = null
  @state() private fault = ''
  #stop: (() => void) | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop = this.admin.live.listen(['automation'], () => void this.#read())
    void this.#read()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
  }

  protected override render() {
    return html`<section class="page"><header class="page-head"><h1>自动回复</h1>
        <span class="count">对所有微信生效；自动发出的消息不算客服回复</span></header>
      <div class="page-body"><article class="detail settings">
        ${this.#renderTabs()}
        <p class="fault" role="alert">${this.fault}</p>
        <div id="tab-panel" role="tabpanel" aria-labelledby=${`tab-${this.tab}`}>
          ${this.tab === 'greeting' ? this.#renderGreeting() : this.#renderRules()}</div>
      </article></div>
      ${this.form === null ? nothing : html`<ark-form-dialog .admin=${this.admin} .form=${this.form}
        @saved=${() => void this.#read()} @closed=${this.#close}></ark-form-dialog>`}
      ${this.ask === null ? nothing : html`<ark-ask-dialog .admin=${this.admin} .ask=${this.ask}
        @saved=${() => void this.#read()} @closed=${this.#close}></ark-ask-dialog>`}
    </section>`
  }

  #renderTabs() {
    return html`<div class="tab-row" role="tablist" aria-label="自动回复">${tabs.map(([tab, title]) => html`
      <button role="tab" id=${`tab-${tab}`} data-testid=${`tab-${tab}`} aria-controls="tab-panel"
        aria-selected=${this.tab === tab} tabindex=${this.tab === tab ? 0 : -1}
        @click=${() => { this.tab = tab }} @keydown=${this.#onTabKey}>${title}</button>`)}</div>`
  }

  #renderGreeting() {
    const { greeting } = this
    if (greeting === null) return nothing
    return html`<section data-testid="greeting"><header><p class="quiet">微信加入新好友时依次发送。在「自动回复 Plus」里单独设置过的微信不使用这里的消息。</p>
        <button class="button" data-testid="change-greeting" @click=${() => {
          this.form = greetingForm(greeting, {
            title: '新好友通过后自动回复', about: '按顺序发送给每位新好友；客服或手机先回复了，没发出的就不再发送。',
          })
        }}>${icon('pencil')}编辑</button></header>
      ${greeting.messages.length === 0
        ? html`<p class="quiet">还没有消息，新好友不会收到自动消息。</p>`
        : html`<ark-parts-preview .parts=${greeting.messages}></ark-parts-preview>`}</section>`
  }

  #renderRules() {
    return html`<section data-testid="rules"><header><p class="quiet">客服打开「自动回复」时，好友发来的消息从上到下匹配，由第一条匹配的规则回复。</p>
        <button class="button primary" data-testid="createAutoReplyRule"
          @click=${() => { this.form = ruleForm(null) }}>${icon('plus')}新增规则</button></header>
      ${this.rules.length === 0 ? html`<p class="quiet">还没有规则。例如客户问「多少钱」，就自动回复「100 块」。</p>`
        : html`<ol class="rules">${repeat(this.rules, ({ rule }) => rule, (rule, index) =>
          this.#renderRule(rule, index))}</ol>`}
      <ark-reply-trial .api=${this.admin.api} .rules=${this.rules}></ark-reply-trial></section>`
  }

  #renderRule(rule: AutoReplyRule, index: number) {
    const { keywords, matching, messages, enabled } = rule
    const name = `「${keywords.join('、')}」`
    return html`<li data-testid="rule"><header>
        <span class="words">${keywords.map((word) => html`<span class="chip-text">${word}</span>`)}</span>
        <small class="quiet">${matchings[matching]}</small>
        <label class="tick"><input type="checkbox" role="switch" class="switch" aria-label=${`启用规则${name}`}
          .checked=${enabled} @change=${() => void this.#toggle(rule)} />${enabled ? '启用' : '停用'}</label>
        <button class="icon-button" aria-label=${`上移规则${name}`} title="上移" ?disabled=${index === 0}
          @click=${() => void this.#move(rule, 'up')}>${icon('up')}</button>
        <button class="icon-button" aria-label=${`下移规则${name}`} title="下移"
          ?disabled=${index === this.rules.length - 1}
          @click=${() => void this.#move(rule, 'down')}>${icon('down')}</button>
        <button class="icon-button" aria-label=${`编辑规则${name}`} title="编辑"
          @click=${() => { this.form = ruleForm(rule) }}>${icon('pencil')}</button>
        <button class="icon-button" aria-label=${`删除规则${name}`} title="删除"
          @click=${() => { this.ask = ruleDeletion(rule) }}>${icon('trash')}</button></header>
      <ark-parts-preview .parts=${messages}></ark-parts-preview></li>`
  }

  readonly #onTabKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    this.tab = this.tab === 'greeting' ? 'rules' : 'greeting'
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus())
  }

  readonly #close = (): void => {
    this.form = null
    this.ask = null
  }

  async #toggle({ rule, version, enabled }: AutoReplyRule): Promise<void> {
    await this.#done(this.admin.api.call(changeAutoReplyRule, { rule, version, enabled: !enabled }))
  }

  async #move({ rule }: AutoReplyRule, direction: 'up' | 'down'): Promise<void> {
    await this.#done(this.admin.api.call(moveAutoReplyRule, { rule, direction }))
  }

  async #done(answered: Promise<Answer<unknown>>): Promise<void> {
    const answer = await answered
    if (!answer.ok) this.admin.say(faultText(answer.fault))
    await this.#read()
  }

  async #read(): Promise<void> {
    const answer = await this.admin.api.call(getAutoReplies, {})
    this.fault = answer.ok ? '' : faultText(answer.fault)
    if (answer.ok) ({ greeting: this.greeting, rules: this.rules } = answer.output)
  }
}

const tabs = [['greeting', '新好友通过后自动回复'], ['rules', '响应新消息自动回复']] as const
