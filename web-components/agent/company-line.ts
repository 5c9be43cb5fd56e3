import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { SeatConsole } from '../data/seat-console.ts'
import { shared } from '../styles/shared.ts'

/** Who else looks at the open conversation, or writes in it. */
@customElement('ark-company-line')
export class ArkCompanyLine extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole

  protected override render() {
    const people = this.seat.company.people.value
    if (people.length === 0) return nothing
    const writing = people.filter(({ typing }) => typing)
    const shown = writing.length > 0 ? writing : people
    const names = shown.map(({ name, role }) => (role === 'supervisor' ? `${name}(主管)` : name)).join('、')
    return html`<span class="people cut" role="status" data-testid="company" ?data-typing=${writing.length > 0}
      ><i></i>${names} ${writing.length > 0 ? '正在输入…' : '也在查看'}</span>`
  }

  static override styles = [shared, css`
    :host { display: block; min-width: 0; flex: none; max-width: 260px; }
    .people {
      display: flex; align-items: center; gap: 6px; padding: 2px 10px; border-radius: 11px;
      background: var(--primary-soft);
      color: var(--primary); font-size: var(--text-sm);
    }
    .people[data-typing] { background: var(--warning-soft); color: var(--warning); }
    i { width: 7px; height: 7px; flex: none; border-radius: 50%; background: currentcolor; }
  `]
}
