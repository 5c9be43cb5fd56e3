import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { chosenMost } from '../data/message-desk.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'

/**
 * In place of the composer while messages are being chosen, which Escape ends wherever the keyboard is. Fires
 * `choosing-left`.
 */
@customElement('ark-choosing-bar')
export class ArkChoosingBar extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('keydown', this.#onKey)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('keydown', this.#onKey)
  }

  protected override render() {
    const { desk } = this.seat
    const chosen = desk.chosen.value
    if (chosen === null) return nothing
    return html`<div class="bar" role="toolbar" aria-label="多选" data-testid="choosing">
      <span role="status">已选 ${chosen.size} 条${chosen.size >= chosenMost ? `，最多 ${chosenMost} 条` : ''}</span>
      <button class="button primary" data-testid="choosing-forward" ?disabled=${chosen.size === 0}
        @click=${() => { desk.forwarding.value = [...chosen.values()] }}>${icon('forward')}逐条转发</button>
      <button class="button" @click=${this.#leave}>取消</button></div>`
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const { chosen, forwarding } = this.seat.desk
    if (event.key !== 'Escape' || chosen.peek() === null || forwarding.peek().length > 0) return
    if (event.defaultPrevented || event.isComposing || event.composedPath().some(isClosedByEscape)) return
    event.preventDefault()
    this.#leave()
  }

  readonly #leave = (): void => {
    this.seat.desk.endChoosing()
    this.dispatchEvent(new CustomEvent('choosing-left'))
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

/** A dialog or a menu comes first. */
function isClosedByEscape(target: EventTarget): boolean {
  const isDialog = target instanceof HTMLDialogElement && target.open
  return isDialog || (target instanceof HTMLElement && target.role === 'menu')
}
