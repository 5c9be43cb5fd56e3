import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { Ticker } from '../controllers/ticker.ts'
import type { LinkState } from '../data/seat-link.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { buttons, shared } from '../styles/shared.ts'

/** Whether what is on the screen is live; and the button to try again. */
@customElement('ark-link-state')
export class ArkLinkState extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole

  protected readonly ticker = new Ticker(this, { everyMs: 1000 })

  protected override render() {
    const state = this.seat.link.state.value
    const text = linkText(state, Date.now())
    return html`<span class="state" role="status" data-testid="link-state"
        data-state=${state.state}><i></i>${text}</span>
      ${this.#renderAdvice(state)}`
  }

  #renderAdvice(state: LinkState) {
    if (state.state === 'waiting') {
      return html`<button class="link-button" @click=${() => this.seat.link.reconnectNow()}>立即重连</button>`
    }
    if (state.state !== 'stopped') return nothing
    switch (state.why) {
      case 'replaced':
        return html`<button class="link-button" @click=${() => this.seat.takeOver()}>在这里继续</button>`
      case 'wrongVersion':
        return html`<button class="link-button" @click=${() => location.reload()}>刷新页面</button>`
      case 'signedOut':
        return html`<button class="link-button" @click=${() => location.reload()}>重新登录</button>`
      case 'closed':
        return html`<button class="link-button" @click=${() => this.seat.link.reconnectNow()}>重新连接</button>`
    }
  }

  static override styles = [shared, buttons, css`
    :host { display: flex; align-items: center; gap: 10px; min-height: 20px; font-size: var(--text-sm); }
    .state { display: inline-flex; align-items: center; gap: 7px; color: var(--text-3); }
    i { width: 8px; height: 8px; border-radius: 50%; background: var(--offline); }
    [data-state='online'] i { background: var(--online); }
    [data-state='connecting'] i {
      background: var(--warning); animation: pulse calc(1s * var(--motion)) ease-in-out infinite;
    }
    [data-state='waiting'], [data-state='waiting'] i { color: var(--warning); }
    [data-state='waiting'] i { background: var(--warning); }
    [data-state='stopped'] { color: var(--danger); font-weight: 600; }
    [data-state='stopped'] i { background: var(--danger); }
    @keyframes pulse { 50% { opacity: 0.35; } }
  `]
}

export function linkText(state: LinkState, nowMs: number): string {
  switch (state.state) {
    case 'connecting': return '连接中…'
    case 'online': return '在线'
    case 'waiting': return `重连中(${Math.max(0, Math.ceil((state.untilMs - nowMs) / 1000))} 秒后)`
    case 'stopped': return stopTexts[state.why]
  }
}

const stopTexts: Record<Extract<LinkState, { state: 'stopped' }>['why'], string> = {
  signedOut: '已断开：登录已失效', replaced: '已断开：在另一个页面打开了', wrongVersion: '已断开：页面版本过旧',
  closed: '已断开',
}
