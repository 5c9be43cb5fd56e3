import { LitElement, css, html } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { type UserView, signOut, whoAmI } from '../../protocol/operations/session.ts'
import { isPassing, newApi } from '../data/api.ts'
import { faultText } from '../data/fault-text.ts'
import { icon } from '../elements/icon.ts'
import { themeToggle } from '../elements/theme-toggle.ts'
import { buttons, shared } from '../styles/shared.ts'
import './admin-sign-in.ts'
import './device-page.ts'

type AppState =
  | { state: 'asking'; fault: string | null }
  | { state: 'signedOut' }
  | { state: 'noRight'; user: UserView }
  | { state: 'working'; user: UserView }

/** The administrators' console: asks who is there, then shows the door or the phones. */
@customElement('ark-admin-app')
export class ArkAdminApp extends LitElement {
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
    clearTimeout(this.#noticeTimer)
  }

  protected override render() {
    return html`${this.#renderState()}
      <div class="notice" role="status" aria-live="polite" ?data-shown=${this.notice !== ''}>
        ${this.notice}</div>`
  }

  #renderState() {
    const { app } = this
    switch (app.state) {
      case 'asking': return this.#renderAsking(app.fault)
      case 'signedOut': return html`<ark-admin-sign-in .api=${this.#api}
        @signed-in=${(event: CustomEvent<UserView>) => this.#enter(event.detail)}></ark-admin-sign-in>`
      case 'noRight': return html`${this.#renderHeader(app.user)}<main class="middle">
        <h1>这个账号没有管理手机的权限</h1>
        <p>${app.user.realName},需要时请管理员为你开通。</p>
        <p><a href="/">返回客服工作台</a></p>
      </main>`
      case 'working': return html`${this.#renderHeader(app.user)}<ark-device-page .api=${this.#api}
        @notice=${(event: CustomEvent<string>) => this.#say(event.detail)}></ark-device-page>`
    }
  }

  #renderAsking(fault: string | null) {
    if (fault === null) {
      return html`<main class="middle" aria-busy="true"><p class="quiet">正在打开管理后台…</p></main>`
    }
    return html`<main class="middle"><h1>连不上服务器</h1><p>${fault}</p>
      <button class="button" @click=${() => void this.#ask()}>立即重试</button></main>`
  }

  #renderHeader(user: UserView) {
    return html`<header>
      <img src="/icon.svg" alt="" /><b>方舟管理后台</b>
      <nav aria-label="其他页面"><a href="/">${icon('chats')}返回客服工作台</a></nav>
      <span class="who cut" title=${user.loginName}>${user.realName}</span>
      ${themeToggle()}
      <button class="icon-button" data-testid="sign-out" aria-label="退出登录" title="退出登录"
        @click=${this.#signOut}>${icon('leave')}</button>
    </header>`
  }

  async #ask(): Promise<void> {
    clearTimeout(this.#askTimer)
    const answer = await this.#api.call(whoAmI, {})
    if (answer.ok) return this.#enter(answer.output)
    if (answer.fault.code === 'notSignedIn') return
    this.app = { state: 'asking', fault: faultText(answer.fault) }
    if (isPassing(answer.fault)) this.#askTimer = setTimeout(() => void this.#ask(), askAgainMs)
  }

  #enter(user: UserView): void {
    const mayWork = user.permissions.includes('devices') || user.permissions.includes('admin')
    this.app = { state: mayWork ? 'working' : 'noRight', user }
    this.#say('')
    document.title = '手机 · 方舟管理后台'
  }

  readonly #signOut = async (): Promise<void> => {
    await this.#api.call(signOut, {})
    this.#leave(false)
  }

  #leave(byItself: boolean): void {
    if (byItself && this.app.state === 'working') this.#say('登录已过期,请重新登录')
    this.app = { state: 'signedOut' }
  }

  #say(text: string): void {
    this.notice = text
    clearTimeout(this.#noticeTimer)
    this.#noticeTimer = setTimeout(() => { this.notice = '' }, noticeMs)
  }

  static override styles = [shared, buttons, css`
    :host {
      display: flex; flex-direction: column; height: 100vh; height: 100dvh; overflow: hidden;
      color: var(--text);
    }
    ark-admin-sign-in, ark-device-page { flex: 1; min-height: 0; }
    header {
      display: flex; align-items: center; gap: 10px; flex: none; height: 52px; padding: 0 16px 0 20px;
      border-bottom: 1px solid var(--line); background: var(--surface);
    }
    header img { width: 26px; height: 26px; }
    header b { font-size: var(--text-lg); font-weight: 650; white-space: nowrap; }
    nav { display: flex; margin: 0 auto 0 12px; }
    nav a {
      display: inline-flex; align-items: center; gap: 6px; border-radius: 3px; text-decoration: none;
      white-space: nowrap;
    }
    nav a:hover { text-decoration: underline; }
    .who { max-width: 160px; color: var(--text-2); }
    .middle {
      display: grid; flex: 1; place-content: center; justify-items: center; gap: 10px; padding: 24px;
      text-align: center;
    }
    h1 { margin: 0; font-size: 18px; font-weight: 600; }
    p { margin: 0 0 6px; color: var(--text-2); }
    .quiet { color: var(--text-3); }
    .notice {
      position: fixed; z-index: 30; inset: auto auto 24px 50%; max-width: min(520px, 80vw); padding: 9px 16px;
      border-radius: var(--radius-m); background: var(--text); color: var(--surface);
      box-shadow: var(--shadow-2);
      opacity: 0; transform: translate(-50%, 8px); pointer-events: none;
      transition: opacity var(--speed), transform var(--speed);
    }
    .notice[data-shown] { opacity: 1; transform: translate(-50%, 0); }
    @media (max-width: 560px) { .who { display: none; } }
  `]
}

const noticeMs = 6_000
const askAgainMs = 5_000
