import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { OwnMode } from '../data/own-mode.ts'
import { icon } from '../elements/icon.ts'
import { buttons, menuItems, shared } from '../styles/shared.ts'

/** In the agent's menu: 在线 or 离开, and whether keyword rules reply for them. */
@customElement('ark-seat-mode')
export class ArkSeatMode extends SignalWatcher(LitElement) {
  @property({ attribute: false }) mode!: OwnMode

  protected override render() {
    const { away, autoReply } = this.mode.now.value
    return html`
      ${this.#renderState({ title: '在线', away: false, chosen: !away })}
      ${this.#renderState({ title: '离开', away: true, chosen: away })}
      <button role="menuitemcheckbox" aria-checked=${autoReply} data-testid="auto-reply"
        title="打开后，由关键词规则自动回复你接待的客户"
        @click=${() => this.mode.change({ autoReply: !autoReply })}>${icon('autoReply')}自动回复
        <span class="switch"></span></button>`
  }

  #renderState({ title, away, chosen }: { title: string; away: boolean; chosen: boolean }) {
    return html`<button role="menuitemradio" aria-checked=${chosen}
      title=${away ? '离开时，不再给你分配新的好友和群' : '可以给你分配新的好友和群'}
      @click=${() => this.mode.change({ away })}>
      <span class="state ${away ? 'away' : 'online'}"></span>${title}${chosen ? icon('check') : ''}</button>`
  }

  static override styles = [shared, buttons, menuItems, css`
    :host { display: block; padding-bottom: 4px; margin-bottom: 4px; border-bottom: 1px solid var(--line); }
    .state { width: 10px; height: 10px; margin: 0 4px; border-radius: 50%; flex: none; }
    .state.online { background: var(--online); }
    .state.away { background: var(--warning); }
    button > .icon:last-child { margin-left: auto; }
    .switch {
      position: relative; width: 30px; height: 18px; margin-left: auto; border-radius: 9px;
      background: var(--line-strong); transition: background var(--speed); flex: none;
    }
    .switch::after {
      content: ''; position: absolute; top: 2px; left: 2px; width: 14px; height: 14px; border-radius: 50%;
      background: #fff; transition: transform var(--speed);
    }
    [aria-checked='true'] .switch { background: var(--primary); }
    [aria-checked='true'] .switch::after { transform: translateX(12px); }
  `]
}
