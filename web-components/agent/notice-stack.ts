import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Notice } from '../../protocol/operations/notices.ts'
import type { Notices } from '../data/notices.ts'
import { dateTime } from '../data/time-text.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'

/** Notices at the top right, the oldest first, until each is confirmed. */
@customElement('ark-notice-stack')
export class ArkNoticeStack extends SignalWatcher(LitElement) {
  @property({ attribute: false }) notices!: Notices

  protected override render() {
    const waiting = this.notices.waiting.value
    const shown = waiting.slice(0, shownMost)
    return html`<div class="stack" role="region" aria-label="系统通知" aria-live="polite">
      ${repeat(shown, ({ id }) => id, (notice) => this.#renderNotice(notice))}
      ${waiting.length > shown.length ? html`<p class="more">还有 ${waiting.length - shown.length} 条通知</p>` : nothing}
    </div>`
  }

  #renderNotice(notice: Notice) {
    return html`<article data-testid="seat-notice"><h2>${icon('alert')}系统通知</h2>
      <p>${notice.text}</p>
      <footer><span>${notice.byName} · ${dateTime(notice.sentMs)}</span>
        <button class="button small primary" @click=${() => void this.notices.confirm(notice)}>确认</button></footer>
    </article>`
  }

  static override styles = [shared, buttons, css`
    .stack {
      display: grid; position: fixed; z-index: 40; top: 60px; right: 12px; gap: 10px; width: 340px;
      max-height: calc(100vh - 76px); overflow: auto;
    }
    .stack:not(:has(*)) { display: none; }
    article {
      padding: 14px 16px 12px; border: 1px solid var(--line); border-left: 3px solid var(--primary);
      border-radius: var(--radius-m); background: var(--surface); box-shadow: var(--shadow-2);
      animation: arrive calc(200ms * var(--motion)) ease-out;
    }
    @keyframes arrive { from { transform: translateX(24px); opacity: 0; } }
    h2 { display: flex; align-items: center; gap: 6px; margin: 0 0 6px; font-size: var(--text-lg); font-weight: 600; }
    h2 svg.icon { color: var(--primary); }
    p { margin: 0 0 10px; white-space: pre-wrap; overflow-wrap: anywhere; user-select: text; }
    footer { display: flex; align-items: center; justify-content: space-between; gap: 8px; }
    footer span { color: var(--text-3); font-size: var(--text-sm); }
    .more { margin: 0; color: var(--text-2); font-size: var(--text-sm); text-align: center; }
  `]
}

const shownMost = 4
