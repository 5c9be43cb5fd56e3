import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { ConversationKey } from '../data/conversation-key.ts'
import { previewOf } from '../data/message-kinds.ts'
import { authorOf } from '../../protocol/quote.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'
import { nameIn } from './name-in.ts'

/** What is being replied to, above the input, until it is sent or taken away. */
@customElement('ark-quote-bar')
export class ArkQuoteBar extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) conversation!: ConversationKey

  protected override render() {
    const { seat, conversation } = this
    const quoted = seat.desk.quotedIn(conversation)
    if (quoted === null) return nothing
    const name = nameIn({ seat, conversation }, authorOf(quoted))
    return html`<div class="bar" data-testid="quote-bar">${icon('quote')}
      <span class="cut">${name}：${previewOf(quoted)}</span>
      <button class="icon-button" aria-label="取消引用" title="取消引用"
        @click=${() => seat.desk.quote(conversation, null)}>${icon('close')}</button></div>`
  }

  static override styles = [shared, buttons, css`
    .bar {
      display: flex; align-items: center; gap: 8px; margin: 0 0 4px; padding: 1px 2px 1px 10px;
      border-left: 3px solid var(--primary); border-radius: 3px; background: var(--surface-hover);
      color: var(--text-2); font-size: var(--text-sm);
    }
    .cut { flex: 1; min-width: 0; }
    .icon { width: 15px; height: 15px; }
    .icon-button { width: 26px; height: 26px; }
  `]
}
