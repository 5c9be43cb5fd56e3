import { LitElement, css, html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { type MessagePart, partTypes } from '../../protocol/message-part.ts'
import { shared } from '../styles/shared.ts'
import { partStyles, partView } from './part-view.ts'

/** Prepared messages below each other, as they will be sent. */
@customElement('ark-parts-preview')
export class ArkPartsPreview extends LitElement {
  @property({ attribute: false }) parts: readonly MessagePart[] = []

  protected override render() {
    return html`<ol aria-label="消息内容">${this.parts.map((part) => html`<li>
      <span class="only-read">${partTypes[part.type]}</span>${partView(part)}</li>`)}</ol>`
  }

  static override styles = [shared, partStyles, css`
    :host { display: block; }
    ol { display: grid; justify-items: start; gap: 8px; margin: 0; padding: 0; list-style: none; }
    li {
      max-width: 100%; padding: 8px 10px; border-radius: var(--radius-m); background: var(--bubble-out);
      color: var(--text);
    }
  `]
}
