import { html } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { type UserView, signOut, whoAmI } from '../../protocol/operations/session.ts'
import { Address } from '../data/address.ts'
import type { Admin } from '../data/admin.ts'
import { isPassing, newApi } from '../data/api.ts'
import { DepartmentTree } from '../data/department-tree.ts'
import { ExtensionFields } from '../data/extension-fields.ts'
import { faultText } from '../data/fault-text.ts'
import { JobShelf } from '../data/job-shelf.ts'
import { LiveHints } from '../data/live-hints.ts'
import { LightElement } from '../elements/light-element.ts'
import './admin-sign-in.ts'
import './admin-shell.ts'

type AppState =
  | { state: 'asking'; fault: string | null }
  | { state: 'signedOut' }
  | { state: 'working'; admin: Admin }

/** The administrators' console: asks who is there, then shows the door or the shell. The address stays as it is. */
@customElement('ark-admin-app')
export class ArkAdminApp extends LightElement {
  @state() private app: AppState = { state: 'asking', fault: null }
  @state() private notice = ''
  #noticeTimer: ReturnType<typeof setTimeout> | undefined
  #askTimer: ReturnType<typeof setTimeout> | undefined

  readonly #api = newApi({ onSignedOut: () => this.#leave(true) })
  readonly #address = new Address()
  readonly #live = new LiveHints()
  readonly #jobs = new JobShelf({ api: this.#api, live: this.#live })

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#ask()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#askTimer)
    clearTimeout(this.#noticeTimer)
    this.#rest()
  }

  protected override render() {
    return html`${this.#renderState()}
      <div class="notice" role="status" aria-live="polite" ?data-shown=${this.notice !== ''}>${this.notice}</div>`
  }

  #renderState() {
    const { app } = this
    switch (app.state) {
      case 'asking': return this.#renderAsking(app.fault)
      case 'signedOut': return html`<ark-admin-sign-in .api=${this.#api}
        @signed-in=${(event: CustomEvent<UserView>) => this.#enter(event.detail)}></ark-admin-sign-in>`
      case 'working': return html`<ark-admin-shell .admin=${app.admin} @sign-out=${this.#signOut}></ark-admin-shell>`
    }
  }

  #renderAsking(fault: string | null) {
    if (fault === null) {
      return html`<main class="state-cover" aria-busy="true"><p class="quiet">正在打开管理后台…</p></main>`
    }
    return html`<main class="state-cover"><h1>连不上服务器</h1><p>${fault}</p>
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

  #enter(user: UserView): void {
    this.#say('')
    this.#live.start()
    this.#jobs.start(user.user)
    const fields = new ExtensionFields(this.#api)
    this.#live.listen(['fields'], () => fields.expire())
    this.app = {
      state: 'working',
      admin: {
        user, api: this.#api, address: this.#address, live: this.#live, jobs: this.#jobs,
        departments: new DepartmentTree({ api: this.#api, live: this.#live }), fields, say: (text) => this.#say(text),
      },
    }
  }

  readonly #signOut = async (): Promise<void> => {
    await this.#api.call(signOut, {})
    this.#leave(false)
  }

  #leave(byItself: boolean): void {
    if (this.app.state === 'signedOut') return
    if (byItself && this.app.state === 'working') this.#say('登录已过期，请重新登录')
    this.#rest()
    this.app = { state: 'signedOut' }
  }

  #rest(): void {
    this.#live.stop()
    this.#jobs.stop()
  }

  #say(text: string): void {
    this.notice = text
    clearTimeout(this.#noticeTimer)
    this.#noticeTimer = setTimeout(() => { this.notice = '' }, noticeMs)
  }
}

const noticeMs = 6_000
const askAgainMs = 5_000
