import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { chosenMost } from '../data/message-desk.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'

/** In place of the composer while messages are being chosen. */
@customElement('ark-choosing-bar')
export class ArkChoosingBar extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole

  protected override render() {
    const { desk } = this.seat
    const chosen = desk.chosen.value
    if (chosen === null) return nothing
    return html`<div class="bar" role="toolbar" aria-label="多选" data-testid="choosing">
      <span role="status">已选 ${chosen.size} 条${chosen.size >= chosenMost ? `，最多 ${chosenMost} 条` : ''}</span>
      <button class="button primary" data-testid="choosing-forward" ?disabled=${chosen.size === 0}
        @click=${() => { desk.forwarding.value = [...chosen.values()] }}>${icon('forward')}逐条转发</button>
      <button class="button" @click=${() => desk.endChoosing()}>取消</button></div>`
  }

  static override styles = [shared, buttons, css`
    :host { display: block; flex: none; }
    .bar {
      display: flex; align-items: center; gap: 10px; height: 64px; padding: 0 18px; background: var(--surface);
      border-top: 1px solid var(--line);
    }
    span { margin-right: auto; color: var(--text-2); }
    .icon { width: 16px; height: 16px; }
  `]
}
