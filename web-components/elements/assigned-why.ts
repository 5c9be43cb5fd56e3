import { LitElement, type PropertyValues, css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { explainAssignment } from '../../protocol/operations/assignment-rules.ts'
import type { OutputOf } from '../../protocol/operation.ts'
import type { Api } from '../data/api.ts'
import { dateTime } from '../data/time-text.ts'
import { shared } from '../styles/shared.ts'
import { whyList } from './assignment-why.ts'

/** 为什么分给他: what the rules decided on a friend or chatroom, and why. Without a decision it takes no place. */
@customElement('ark-assigned-why')
export class ArkAssignedWhy extends LitElement {
  @property({ attribute: false }) api!: Api
  @property() account = ''
  @property() peer = ''
  /** Read again when it changes: who serves it. */
  @property() seat = ''
  @state() private answer: OutputOf<typeof explainAssignment> | null = null

  protected override willUpdate(changed: PropertyValues<ArkAssignedWhy>): void {
    if (!changed.has('account') && !changed.has('peer') && !changed.has('seat')) return
    this.answer = null
    void this.#read()
  }

  protected override render() {
    const { decision = null, waits = false } = this.answer ?? {}
    if (decision === null) return nothing
    const { seat, seatName, ruleName, decidedMs, why } = decision
    return html`<section data-testid="assigned-why"><h3>为什么分给他</h3>
      <p>${seat !== null ? html`规则「${ruleName}」在 ${dateTime(decidedMs)} 分给 <b>${seatName}</b>`
        : waits ? '按规则还没有找到客服，等待分配' : '没有规则适用，由设备保管者接待'}</p>
      <details><summary>逐条规则的结果</summary>${whyList(why)}</details></section>`
  }

  async #read(): Promise<void> {
    const { account, peer } = this
    const answer = await this.api.call(explainAssignment, { account: account as AccountId, peer: peer as PeerId })
    if (answer.ok && account === this.account && peer === this.peer) this.answer = answer.output
  }

  static override styles = [shared, css`
    :host { display: block; }
    section { padding: 12px 0; border-top: 1px solid var(--line); }
    h3 { margin: 0 0 6px; color: var(--text-3); font-size: var(--text-sm); font-weight: 500; }
    p { margin: 0 0 4px; }
    summary { color: var(--text-2); font-size: var(--text-sm); cursor: pointer; }
    ol { display: grid; gap: 6px; margin: 6px 0 0; padding-left: 20px; font-size: var(--text-sm); }
    ul { margin: 2px 0 0; padding-left: 14px; color: var(--text-3); }
    span { margin-left: 6px; color: var(--text-2); }
    [data-outcome='yielded'] > span { color: var(--success); }
    .quiet { color: var(--text-3); font-size: var(--text-sm); }
  `]
}
