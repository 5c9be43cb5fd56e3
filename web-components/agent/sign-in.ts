import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { signIn } from '../../protocol/operations/session.ts'
import type { Api } from '../data/api.ts'
import { faultText } from '../data/fault-text.ts'
import { themeToggle } from '../elements/theme-toggle.ts'
import { buttons, shared } from '../styles/shared.ts'

/** The door. Fires `signed-in` with the user. */
@customElement('ark-sign-in')
export class ArkSignIn extends LitElement {
  @property({ attribute: false }) api!: Api
  /** The session ended by itself. */
  @property({ type: Boolean }) again = false
  @state() private fault = ''
  @state() private busy = false
  @query('[name=name]') private nameField!: HTMLInputElement
  @query('[name=password]') private passwordField!: HTMLInputElement

  protected override firstUpdated(): void {
    document.title = '登录 · 方舟'
    this.nameField.value = localStorage.getItem(lastNameKey) ?? ''
    const first = this.nameField.value === '' ? this.nameField : this.passwordField
    first.focus()
  }

  protected override render() {
    return html`<main>
      <div class="corner">${themeToggle()}</div>
      <form @submit=${this.#onSubmit} aria-labelledby="title">
        <img class="mark" src="/icon.svg" alt="" />
        <h1 id="title">方舟客服工作台</h1>
        <p class="hint">${this.again ? '登录已过期，请重新登录。草稿都还在。' : '用管理员给你的账号登录'}</p>
        <label for="name">用户名</label>
        <input id="name" name="name" data-testid="sign-in-name" autocomplete="username" autocapitalize="none"
          spellcheck="false" required maxlength="128" />
        <label for="password">密码</label>
        <input id="password" name="password" type="password" data-testid="sign-in-password"
          autocomplete="current-password" required maxlength="256" />
        <p class="fault" role="alert">${this.fault === '' ? nothing : this.fault}</p>
        <button class="button primary" data-testid="sign-in-submit" ?disabled=${this.busy}>
          ${this.busy ? '正在登录…' : '登录'}
        </button>
      </form>
    </main>`
  }

  readonly #onSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (this.busy) return
    const [loginName, password] = [this.nameField.value.trim(), this.passwordField.value]
    this.busy = true
    this.fault = ''
    const answer = await this.api.call(signIn, { loginName, password })
    this.busy = false
    if (!answer.ok) {
      this.fault = faultText(faults[answer.fault.code] ?? answer.fault)
      this.passwordField.select()
      return
    }
    localStorage.setItem(lastNameKey, loginName)
    this.dispatchEvent(new CustomEvent('signed-in', { detail: answer.output }))
  }

  static override styles = [shared, buttons, css`
    :host { display: block; height: 100%; background: var(--surface-thread); }
    main { display: grid; place-content: center; height: 100%; padding: 24px; }
    .corner { position: fixed; inset: 14px 14px auto auto; }
    form {
      display: grid; width: 340px; padding: 34px 32px 30px; border: 1px solid var(--line);
      border-radius: var(--radius-l);
      background: var(--surface); box-shadow: var(--shadow-2);
    }
    .mark { width: 48px; height: 48px; margin-bottom: 16px; }
    h1 { margin: 0; font-size: 20px; font-weight: 650; letter-spacing: 0.01em; }
    .hint { margin: 4px 0 18px; color: var(--text-3); }
    label { margin: 0 0 5px; color: var(--text-2); font-size: var(--text-sm); }
    input {
      height: 38px; margin-bottom: 14px; padding: 0 11px; border: 1px solid var(--line-strong);
      border-radius: var(--radius-s); background: var(--surface-input);
    }
    input:focus-visible { outline-offset: -1px; border-color: var(--primary); }
    .fault { min-height: 20px; margin: -2px 0 10px; color: var(--danger); }
    .button { height: 38px; }
  `]
}

const lastNameKey = 'ark:last-name'
const faults: Partial<Record<string, { code: string; reason: string }>> = {
  // Here nobody has a session that could have run out.
  notSignedIn: { code: 'wrongCredentials', reason: '' },
  wrongPassword: { code: 'wrongCredentials', reason: '' },
  badInput: { code: 'wrongCredentials', reason: '' },
}
