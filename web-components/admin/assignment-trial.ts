import { html, nothing, type PropertyValues } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { AccountId } from '../../protocol/ids.ts'
import type { InputOf, OutputOf } from '../../protocol/operation.ts'
import { tryAssignment } from '../../protocol/operations/assignment-rules.ts'
import type { Admin } from '../data/admin.ts'
import { faultText } from '../data/fault-text.ts'
import { whyList } from '../elements/assignment-why.ts'
import { LightElement } from '../elements/light-element.ts'
import '../elements/option-field.ts'

type Asked = InputOf<typeof tryAssignment>

/** 试算: who would get a new friend of an account now, with the rule that is being edited, and why. */
@customElement('ark-assignment-trial')
export class ArkAssignmentTrial extends LightElement {
  @property({ attribute: false }) admin!: Admin
  @property({ attribute: false }) draft: Asked['draft'] = null
  @property({ attribute: false }) replaces: Asked['replaces'] = null
  @state() private account = ''
  @state() private result: OutputOf<typeof tryAssignment> | null = null
  @state() private fault = ''

  protected override willUpdate(changed: PropertyValues<this>): void {
    // What was found holds for the rule as it was.
    if (changed.has('draft') && changed.get('draft') !== undefined) this.result = null
  }

  protected override render() {
    return html`<section class="trial" data-testid="assignment-trial">
      <div class="trial-ask"><ark-option-field .api=${this.admin.api} .options=${'accounts'} label="微信号"
        hint="选一个微信号，看看现在加进来的新好友会分给谁；不会真的分配" .value=${this.account === '' ? [] : [this.account]}
        @changed=${({ detail }: CustomEvent<string[]>) => this.#choose(detail[0] ?? '')}></ark-option-field>
        <button type="button" class="button" data-testid="trial-run" ?disabled=${this.account === ''}
          @click=${() => void this.#try()}>试算</button></div>
      <p class="fault" role="alert">${this.fault}</p>
      <div role="status">${this.result === null ? nothing : this.#renderResult(this.result)}</div></section>`
  }

  #renderResult({ seat, name, ruleName, waits, why }: OutputOf<typeof tryAssignment>) {
    return html`<p data-testid="trial-result">${seat !== null ? html`按规则「${ruleName}」分给 <b>${name}</b>`
      : waits ? '现在没有客服可以分配：好友先由设备保管者接待，等有客服可分时再分配。' : '没有规则适用：由设备保管者接待。'}</p>${whyList(why)}`
  }

  #choose(account: string): void {
    this.account = account
    this.result = null
    if (account !== '') void this.#try()
  }

  async #try(): Promise<void> {
    const { account, draft, replaces } = this
    const answer = await this.admin.api.call(tryAssignment, { account: account as AccountId, draft, replaces })
    if (account !== this.account) return
    this.fault = answer.ok ? '' : faultText(answer.fault)
    this.result = answer.ok ? answer.output : null
  }
}
