import { LitElement, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { ConversationKey } from '../../data/conversation-key.ts'
import type { SeatConsole } from '../../data/seat-console.ts'
import { icon } from '../../elements/icon.ts'
import { buttons, shared } from '../../styles/shared.ts'
import './quick-replies-panel.ts'

/** Opens quick replies from the composer's tools. Fires what the panel fires. */
@customElement('ark-reply-button')
export class ArkReplyButton extends LitElement {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) conversation!: ConversationKey
  @state() private opened = false

  open(): void {
    this.opened = true
  }

  protected override render() {
    return html`<button class="icon-button" aria-label="快捷回复" title="快捷回复 (在空白输入框按 /)"
        data-testid="replies-button" aria-expanded=${this.opened} @click=${this.#toggle}>${icon('bolt')}</button>
      ${this.opened ? html`<ark-quick-replies .seat=${this.seat} .conversation=${this.conversation}
        @reply-text=${this.#pass} @said=${this.#pass} @replies-closed=${this.#onClosed}></ark-quick-replies>`
        : nothing}`
  }

  readonly #toggle = (): void => {
    this.opened = !this.opened
  }

  readonly #onClosed = (event: Event): void => {
    this.opened = false
    this.#pass(event)
  }

  readonly #pass = (event: Event): void => {
    const { detail } = event as CustomEvent<unknown>
    this.dispatchEvent(new CustomEvent(event.type, { detail }))
  }

  static override styles = [shared, buttons]
}
