import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { type CommandId, allCommands, conflicts, keyTable, remap, titleOf } from '../data/commands.ts'
import { keysOf, keysText } from '../data/keys.ts'
import type { PreferenceKeeper } from '../data/preferences.ts'
import { buttons, shared } from '../styles/shared.ts'

/** Every command and its keys, which can be changed; two commands with the same keys are named. */
@customElement('ark-settings-keys')
export class ArkSettingsKeys extends SignalWatcher(LitElement) {
  @property({ attribute: false }) preferences!: PreferenceKeeper
  @state() private waiting: CommandId | null = null

  protected override render() {
    const { keys } = this.preferences.now.value
    const table = keyTable(keys)
    const inConflict = conflicts(table)
    return html`<p class="quiet">点击按键后按下新的组合；<kbd>Esc</kbd> 取消，<kbd>Backspace</kbd> 去掉。
        ${keys.length === 0 ? nothing : html`<button class="link-button"
          @click=${() => this.preferences.change({ keys: [] })}>全部恢复默认</button>`}</p>
      ${groups.map((group) => html`<h3>${group}</h3><ul>
        ${allCommands.filter((command) => command.group === group).map(({ id, title }) => html`<li>
          <span>${title}${this.#renderConflict(inConflict.get(id))}</span>
          <button class="keys" data-command=${id} aria-label="${title}的按键：${keysText(table.get(id) ?? '') || '无'}"
            aria-pressed=${this.waiting === id} @click=${() => this.#wait(id)}
            @keydown=${(event: KeyboardEvent) => this.#onKey(event, id)} @blur=${() => this.#wait(null)}>
            ${this.waiting === id ? '请按键…' : keysText(table.get(id) ?? '') || '无'}</button></li>`)}
      </ul>`)}`
  }

  #renderConflict(other: CommandId | undefined) {
    if (other === undefined) return nothing
    return html`<small role="alert">与“${titleOf(other)}”重复，按键会执行“${titleOf(other)}”</small>`
  }

  #wait(command: CommandId | null): void {
    this.waiting = command
  }

  #onKey(event: KeyboardEvent, command: CommandId): void {
    if (this.waiting !== command || event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') {
      this.waiting = null
      return
    }
    const keys = event.key === 'Backspace' ? '' : keysOf(event)
    if (keys === '' && event.key !== 'Backspace') return
    this.waiting = null
    this.preferences.change({ keys: remap(this.preferences.now.peek().keys, { command, keys }) })
  }

  static override styles = [shared, buttons, css`
    .quiet { margin: 8px 0 4px; color: var(--text-3); font-size: var(--text-sm); }
    .quiet .link-button { float: right; }
    h3 { margin: 14px 0 4px; color: var(--text-3); font-size: var(--text-sm); font-weight: 600; }
    ul { margin: 0; padding: 0; list-style: none; }
    li { display: flex; align-items: center; justify-content: space-between; gap: 16px; min-height: 34px; }
    small { display: block; color: var(--danger); font-size: var(--text-sm); }
    .keys, kbd {
      padding: 2px 10px; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--surface);
      color: var(--text-2); font: 12px / 20px var(--font); white-space: nowrap;
    }
    kbd { padding: 0 5px; font-size: 11px; line-height: 17px; }
    .keys { min-width: 64px; }
    .keys:hover { background: var(--surface-hover); }
    .keys[aria-pressed='true'] { border-color: var(--primary); background: var(--primary-soft); color: var(--primary); }
  `]
}

const groups = ['会话', '窗口', '设置'] as const
