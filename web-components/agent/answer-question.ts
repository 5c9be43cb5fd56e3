import { LitElement, css, html } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import type { ChatMessage } from '../../protocol/chat-message.ts'
import { previewOf } from '../data/message-kinds.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'

/** Somebody else has just answered: asks once whether to send anyway. Fires `answered-anyway`, `answered-wait`. */
@customElement('ark-answer-question')
export class ArkAnswerQuestion extends LitElement {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) answer!: ChatMessage
  @query('.wait') private wait!: HTMLButtonElement

  protected override render() {
    const { user, type, text } = this.answer
    const who = user === null ? '手机上' : this.seat.colleagues.nameOf(user)
    return html`<div class="question" role="alertdialog" aria-labelledby="who" data-testid="answer-question">
      ${icon('people')}<p id="who"><b>${who}刚刚回复了这位客户</b><span class="cut">“${previewOf({ type, text })}”</span></p>
      <button class="button small wait" @click=${() => this.#say('answered-wait')}>先不发</button>
      <button class="button small primary" data-testid="send-anyway"
        @click=${() => this.#say('answered-anyway')}>仍要发送</button></div>`
  }

  /** Enter must not send what was just stopped. */
  protected override firstUpdated(): void {
    this.wait.focus()
  }

  #say(what: string): void {
    this.dispatchEvent(new CustomEvent(what))
  }

  static override styles = [shared, buttons, css`
    .question {
      display: flex; align-items: center; gap: 10px; margin: 4px 0 6px; padding: 8px 12px;
      border: 1px solid var(--warning); border-radius: var(--radius-m); background: var(--warning-soft);
    }
    .icon { width: 18px; flex: none; color: var(--warning); }
    p { display: grid; flex: 1; min-width: 0; margin: 0; }
    span { color: var(--text-2); font-size: var(--text-sm); }
    button { flex: none; }
  `]
}
