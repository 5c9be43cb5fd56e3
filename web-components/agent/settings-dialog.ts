import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { Preferences } from '../../protocol/operations/desk.ts'
import type { Notifier } from '../data/notifier.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'
import { settingsDialogStyles } from './settings-dialog-styles.ts'
import './settings-keys.ts'

export type SettingsTab = 'notices' | 'looks' | 'keys'

/** 个人设置: what holds for this user on every computer. Every change holds at once. */
@customElement('ark-settings-dialog')
export class ArkSettingsDialog extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) notifier!: Notifier
  @state() private tab: SettingsTab = 'notices'
  @state() private shown = false
  @query('dialog') private dialog!: HTMLDialogElement

  open(tab: SettingsTab = 'notices'): void {
    this.tab = tab
    this.shown = true
    void this.updateComplete.then(() => {
      if (!this.dialog.open) this.dialog.showModal()
    })
  }

  protected override render() {
    return html`<dialog aria-labelledby="settings-title" @close=${this.#onClosed}>
      ${this.shown ? this.#renderInside() : nothing}</dialog>`
  }

  #renderInside() {
    return html`<header><h2 id="settings-title">个人设置</h2>
        <button class="icon-button" aria-label="关闭" 
          @click=${() => this.dialog.close()}>${icon('close')}</button></header>
      <div class="tabs" role="tablist" aria-label="个人设置" @keydown=${this.#onTabKey}>${tabs.map(([tab, title]) => html`
        <button role="tab" id="tab-${tab}" aria-selected=${this.tab === tab} aria-controls="panel"
          tabindex=${this.tab === tab ? 0 : -1}
          ?autofocus=${this.tab === tab} @click=${() => { this.tab = tab }}>${title}</button>`)}</div>
      <div class="panel" id="panel" role="tabpanel" aria-labelledby="tab-${this.tab}">${this.#renderTab()}</div>`
  }

  #renderTab() {
    switch (this.tab) {
      case 'notices': return this.#renderNotices()
      case 'looks': return this.#renderLooks()
      case 'keys': return html`<ark-settings-keys .preferences=${this.seat.preferences}></ark-settings-keys>`
    }
  }

  #renderNotices() {
    const now = this.seat.preferences.now.value
    return html`
      ${this.#renderSwitch('notify', '桌面通知', '客户发来消息，而你没有在看那个会话时提醒')}
      ${now.notify ? this.#renderPermission() : nothing}
      ${this.#renderChoice('notifyShows', '通知里显示', [['all', '姓名和内容'], ['name', '只显示姓名'], ['nothing', '都不显示']])}
      ${this.#renderChoice('sound', '提示音', [['off', '关闭'], ['drop', '水滴'], ['bell', '铃声'], ['wood', '木鱼']])}
      <label class="line"><span>音量</span><input type="range" min="0" max="100" step="5" .value=${String(now.volume)}
        ?disabled=${now.sound === 'off'} aria-valuetext="${now.volume}%"
        @change=${(event: Event) => this.#changeVolume(Number((event.target as HTMLInputElement).value))} /></label>
      ${this.#renderSwitch('quietHours', '免打扰时段', '这段时间里不通知，也不响')}
      ${now.quietHours ? html`<div class="line"><span>时段</span><span class="times">
        ${this.#renderTime('quietFrom', '从')} 到 ${this.#renderTime('quietUntil', '到')}</span></div>` : nothing}`
  }

  #renderPermission() {
    const state = typeof Notification === 'undefined' ? 'missing' : Notification.permission
    if (state === 'granted') return nothing
    const text = state === 'missing' ? '浏览器只在 https 或本机地址下允许桌面通知'
      : state === 'denied' ? '浏览器禁止了本站的通知，请在地址栏左侧的网站设置里允许' : '浏览器还没有允许本站发送通知'
    return html`<p class="hint" role="status">${icon('alert')}${text}
      ${state !== 'default' ? nothing
        : html`<button class="button small" @click=${this.#askPermission}>允许通知</button>`}</p>`
  }

  #renderLooks() {
    return html`
      ${this.#renderChoice('theme', '外观', [['system', '跟随系统'], ['light', '浅色'], ['dark', '深色']])}
      ${this.#renderChoice('density', '会话列表', [['comfortable', '宽松'], ['compact', '紧凑']])}`
  }

  #renderSwitch(name: 'notify' | 'quietHours', title: string, about: string) {
    const isOn = this.seat.preferences.now.value[name]
    return html`<div class="line"><span>${title}<small>${about}</small></span>
      <button class="switch" role="switch" aria-checked=${isOn} aria-label=${title}
        @click=${() => this.#change({ [name]: !isOn })}></button></div>`
  }

  #renderChoice<Name extends 'notifyShows' | 'sound' | 'density' | 'theme'>(
    name: Name, title: string, options: readonly (readonly [NonNullable<Preferences[Name]>, string])[],
  ) {
    const now = this.seat.preferences.now.value[name]
    return html`<div class="line" role="radiogroup" aria-label=${title}><span>${title}</span><span class="choice">
      ${options.map(([value, text]) => html`<label><input type="radio" name=${name} data-value=${value}
        .checked=${now === value} @change=${() => this.#change({ [name]: value })} /><span>${text}</span></label>`)}
    </span></div>`
  }

  #renderTime(name: 'quietFrom' | 'quietUntil', title: string) {
    const minutes = this.seat.preferences.now.value[name]
    const two = (number: number) => String(number).padStart(2, '0')
    const value = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
    return html`<input type="time" aria-label="免打扰${title}" .value=${value}
      @change=${(event: Event) => {
        const [hours = NaN, rest = NaN] = (event.target as HTMLInputElement).value.split(':').map(Number)
        if (Number.isInteger(hours * 60 + rest)) this.#change({ [name]: hours * 60 + rest })
      }} />`
  }

  #change(change: Preferences): void {
    this.seat.preferences.change(change)
    if (change.sound !== undefined && change.sound !== 'off') this.#hear()
  }

  #changeVolume(volume: number): void {
    this.#change({ volume })
    this.#hear()
  }

  #hear(): void {
    const { sound, volume } = this.seat.preferences.now.peek()
    if (sound !== 'off') this.notifier.sounds.play(sound, volume, { always: true })
  }

  readonly #askPermission = async (): Promise<void> => {
    await Notification.requestPermission()
    this.requestUpdate()
  }

  readonly #onClosed = (): void => {
    this.shown = false
  }

  readonly #onTabKey = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const at = tabs.findIndex(([tab]) => tab === this.tab)
    this.tab = tabs[(at + by + tabs.length) % tabs.length]?.[0] ?? this.tab
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-selected=true]')?.focus())
  }

  static override styles = [shared, buttons, settingsDialogStyles]
}

const tabs: readonly (readonly [SettingsTab, string])[] = [['notices', '提醒'], ['looks', '外观'], ['keys', '快捷键']]
