import { LitElement, css, html } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { type UserView, signOut, whoAmI } from '../../protocol/operations/session.ts'
import { isPassing, newApi } from '../data/api.ts'
import { faultText } from '../data/fault-text.ts'
import { SeatConsole } from '../data/seat-console.ts'
import { claimTab, renewTab } from '../data/tab-identity.ts'
import { buttons, shared } from '../styles/shared.ts'
import './seat-workspace.ts'
import './sign-in.ts'

type AppState =
  | { state: 'asking'; fault: string | null }
  | { state: 'signedOut'; again: boolean }
  | { state: 'notASeat'; user: UserView }
  | { state: 'working'; seat: SeatConsole }

/** The agents' console: asks who is there, then shows the door or the desk. */
@customElement('ark-agent-app')
export class ArkAgentApp extends LitElement {
  @state() private app: AppState = { state: 'asking', fault: null }
  @state() private notice = ''
  #noticeTimer: ReturnType<typeof setTimeout> | undefined
  #askTimer: ReturnType<typeof setTimeout> | undefined

  readonly #api = newApi({ onSignedOut: () => this.#leave(true) })

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#ask()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#askTimer)
    if (this.app.state === 'working') this.app.seat.stop()
  }

  protected override render() {
    return html`${this.#renderState()}
      <div class="notice" role="status" aria-live="polite" ?data-shown=${this.notice !== ''}>${this.notice}</div>`
  }

  #renderState() {
    const { app } = this
    switch (app.state) {
      case 'asking': return this.#renderAsking(app.fault)
      case 'signedOut': return html`<ark-sign-in .api=${this.#api} .again=${app.again}
        @signed-in=${(event: CustomEvent<UserView>) => void this.#enter(event.detail)}></ark-sign-in>`
      case 'notASeat': return html`<main class="middle">
        <h1>这个账号没有客服席位</h1>
        <p>${app.user.realName}，你可以前往<a href="/admin">管理后台</a>，或请管理员为你开通客服权限。</p>
        <button class="button" @click=${this.#signOut}>换个账号登录</button>
      </main>`
      case 'working': return html`<ark-seat-workspace .seat=${app.seat} @sign-out=${this.#signOut}
        @notice=${(event: CustomEvent<string>) => this.#say(event.detail)}></ark-seat-workspace>`
    }
  }

  #renderAsking(fault: string | null) {
    if (fault === null) return html`<main class="middle" aria-busy="true"><p class="quiet">正在打开工作台…</p></main>`
    return html`<main class="middle"><h1>连不上服务器</h1><p>${fault}</p>
      <button class="button" @click=${() => void this.#ask()}>立即重试</button></main>`
  }

  async #ask(): Promise<void> {
    clearTimeout(this.#askTimer)
    const answer = await this.#api.call(whoAmI, {})
    if (answer.ok) return this.#enter(answer.output)
    if (answer.fault.code === 'notSignedIn') return
    this.app = { state: 'asking', fault: faultText(answer.fault) }
    if (isPassing(answer.fault)) this.#askTimer = setTimeout(() => void this.#ask(), askAgainMs)
  }

  async #enter(user: UserView): Promise<void> {
    if (!user.permissions.includes('chat') && !user.permissions.includes('admin')) {
      this.app = { state: 'notASeat', user }
      return
    }
    const { tab, kept } = await claimTab(user.user)
    const seat = new SeatConsole({
      user, tab, kept, api: this.#api, renewTab: () => renewTab(user.user),
      newSocket: () => new WebSocket(new URL('/seat', location.href.replace(/^http/, 'ws'))),
      onNotice: (text) => this.#say(text),
    })
    this.app = { state: 'working', seat }
    seat.link.start()
  }

  readonly #signOut = async (): Promise<void> => {
    await this.#api.call(signOut, {})
    this.#leave(false)
  }

  #leave(again: boolean): void {
    // Several questions may have been under way when the session ended.
    if (this.app.state === 'signedOut') return
    if (this.app.state === 'working') this.app.seat.stop()
    this.app = { state: 'signedOut', again: again && this.app.state === 'working' }
    document.title = '登录 · 方舟'
  }

  #say(text: string): void {
    this.notice = text
    clearTimeout(this.#noticeTimer)
    this.#noticeTimer = setTimeout(() => { this.notice = '' }, noticeMs)
  }

  static override styles = [shared, buttons, css`
    :host { display: block; height: 100vh; height: 100dvh; overflow: hidden; color: var(--text); }
    .middle {
      display: grid; place-content: center; justify-items: center; gap: 10px; height: 100%; padding: 24px;
      text-align: center;
    }
    h1 { margin: 0; font-size: 18px; font-weight: 600; }
    p { margin: 0 0 6px; color: var(--text-2); }
    .quiet { color: var(--text-3); }
    .notice {
      position: fixed; z-index: 30; inset: 62px auto auto 50%; max-width: min(520px, 80vw); padding: 9px 16px;
      border-radius: var(--radius-m); background: var(--text); color: var(--surface);
      box-shadow: var(--shadow-2);
      opacity: 0; transform: translate(-50%, -8px); pointer-events: none;
      transition: opacity var(--speed), transform var(--speed);
    }
    .notice[data-shown] { opacity: 1; transform: translate(-50%, 0); }
  `]
}

const noticeMs = 6_000
const askAgainMs = 5_000
