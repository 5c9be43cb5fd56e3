import { html, LitElement } from 'lit'
import { customElement } from 'lit/decorators.js'

/** The administrators' console: so far the door, with the way back to the agents' one. */
@customElement('ark-admin-app')
export class ArkAdminApp extends LitElement {
  protected override render() {
    return html`
      <main>
        <h1>管理后台</h1>
        <p><a href="/">返回客服工作台</a></p>
      </main>
    `
  }
}
