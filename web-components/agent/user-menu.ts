import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { mayDo } from '../../protocol/permissions.ts'
import { changePassword } from '../../protocol/operations/session.ts'
import { faultText } from '../data/fault-text.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { avatar } from '../elements/avatar.ts'
import { icon } from '../elements/icon.ts'
import { avatars, buttons, menuItems, shared } from '../styles/shared.ts'
import './seat-mode.ts'

/** Who is signed in, and what they can do about themselves. */
@customElement('ark-user-menu')
export class ArkUserMenu extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @state() private shown = false
  @state() private fault = ''
  @query('dialog') private dialog!: HTMLDialogElement
  @query('form') private form!: HTMLFormElement

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('pointerdown', this.#onOutside)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('pointerdown', this.#onOutside)
  }

  protected override render() {
    const { user } = this.seat
    const { away } = this.seat.mode.now.value
    return html`<button class="me" aria-haspopup="menu" aria-expanded=${this.shown}
        title="${user.realName} · ${away ? '离开' : '在线'}" @click=${this.#toggle}>
        <span class="only-read">我的账号：${user.realName}</span>
        ${avatar({ id: user.user, name: user.realName, size: 'small' })}
        <span class="dot ${away ? 'away' : ''}"></span></button>
      ${this.shown ? this.#renderMenu() : ''}${this.#renderDialog()}`
  }

  #renderMenu() {
    const { user } = this.seat
    return html`<div class="menu" role="menu" aria-label="我的账号" @keydown=${this.#onKey}>
      <div class="who" role="presentation"><b class="cut">${user.realName}</b>
        <span class="cut">${user.department} · ${user.loginName}</span></div>
      <ark-seat-mode .mode=${this.seat.mode}></ark-seat-mode>
      <button role="menuitem" @click=${this.#openSettings}>${icon('sliders')}个人设置</button>
      <button role="menuitem" data-testid="mentions" @click=${this.#openMentions}>${icon('chats')}提到我的</button>
      ${mayDo(user.permissions, 'supervise') ? html`<button role="menuitem" data-testid="supervise"
        @click=${this.#supervise}>${icon('shield')}会话监督</button>` : ''}
      <button role="menuitem" @click=${this.#openDialog}>${icon('key')}修改密码</button>
      ${user.permissions.some((one) => one === 'admin' || one === 'devices')
        ? html`<a role="menuitem" href="/admin">${icon('panel')}管理后台</a>` : ''}
      <button role="menuitem" @click=${this.#signOut}>${icon('leave')}退出登录</button>
    </div>`
  }

  #renderDialog() {
    return html`<dialog aria-labelledby="password-title" @close=${() => this.form.reset()}>
      <form @submit=${this.#change}>
        <h2 id="password-title">修改密码</h2>
        <label for="old">当前密码</label>
        <input id="old" name="old" type="password" autocomplete="current-password" required maxlength="256" />
        <label for="new">新密码(至少 8 位)</label>
        <input id="new" name="new" type="password" autocomplete="new-password" required minlength="8"
          maxlength="256" />
        <p class="fault" role="alert">${this.fault}</p>
        <div class="actions">
          <button type="button" class="button" @click=${() => this.dialog.close()}>取消</button>
          <button class="button primary">修改</button>
        </div>
      </form>
    </dialog>`
  }

  readonly #toggle = (): void => {
    this.shown = !this.shown
  }

  readonly #onOutside = (event: Event): void => {
    if (this.shown && !event.composedPath().includes(this)) this.shown = false
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      this.shown = false
      this.renderRoot.querySelector<HTMLElement>('.me')?.focus()
    }
  }

  readonly #openSettings = (): void => {
    this.shown = false
    this.dispatchEvent(new CustomEvent('settings-wanted', { bubbles: true, composed: true }))
  }

  readonly #openMentions = (): void => {
    this.shown = false
    this.dispatchEvent(new CustomEvent('mentions-wanted', { bubbles: true, composed: true }))
  }

  readonly #supervise = (): void => {
    this.shown = false
    this.dispatchEvent(new CustomEvent('supervise', { bubbles: true, composed: true }))
  }

  readonly #openDialog = (): void => {
    this.shown = false
    this.fault = ''
    this.dialog.showModal()
  }

  readonly #change = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const given = new FormData(this.form)
    const input = { oldPassword: given.get('old') as string, newPassword: given.get('new') as string }
    const answer = await this.seat.api.call(changePassword, input)
    if (!answer.ok) {
      this.fault = answer.fault.code === 'wrongPassword' ? '当前密码不正确' : faultText(answer.fault)
      return
    }
    this.dialog.close()
    const detail = '密码已修改，其他设备需要重新登录'
    this.dispatchEvent(new CustomEvent('notice', { detail, bubbles: true, composed: true }))
  }

  readonly #signOut = (): void => {
    this.shown = false
    this.dispatchEvent(new CustomEvent('sign-out', { bubbles: true, composed: true }))
  }

  static override styles = [shared, buttons, avatars, menuItems, css`
    :host { position: relative; }
    .me { position: relative; display: grid; padding: 0; border: 0; border-radius: 9px; background: none; }
    .dot {
      position: absolute; right: -3px; bottom: -3px; width: 10px; height: 10px; border-radius: 50%;
      border: 2px solid var(--surface-rail); background: var(--online);
    }
    .dot.away { background: var(--warning); }
    .menu {
      position: absolute; z-index: 20; bottom: 0; left: 46px; width: 210px; padding: 6px;
      border: 1px solid var(--line);
      border-radius: var(--radius-m); background: var(--surface); box-shadow: var(--shadow-2);
    }
    .who { display: grid; padding: 6px 10px 8px; margin-bottom: 4px; border-bottom: 1px solid var(--line); }
    .who span { color: var(--text-3); font-size: var(--text-sm); }
    dialog {
      width: 320px; padding: 22px 24px; border: 1px solid var(--line); border-radius: var(--radius-l);
      background: var(--surface); color: var(--text); box-shadow: var(--shadow-2);
    }
    dialog::backdrop { background: var(--scrim); }
    form { display: grid; }
    h2 { margin: 0 0 14px; font-size: 16px; }
    label { margin-bottom: 4px; color: var(--text-2); font-size: var(--text-sm); }
    input {
      height: 34px; margin-bottom: 12px; padding: 0 10px; border: 1px solid var(--line-strong);
      border-radius: var(--radius-s); background: var(--surface-input);
    }
    .fault { min-height: 20px; margin: 0 0 8px; color: var(--danger); }
    .actions { display: flex; justify-content: end; gap: 8px; }
  `]
}
