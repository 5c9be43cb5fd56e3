import { customElement } from 'lit/decorators.js'
import { ArkSignIn } from '../agent/sign-in.ts'

/** The same door under this console's name; the template of the door has no place for another one. */
@customElement('ark-admin-sign-in')
export class ArkAdminSignIn extends ArkSignIn {
  protected override firstUpdated(): void {
    super.firstUpdated()
    const title = this.renderRoot.querySelector('h1')
    if (title !== null) title.textContent = '方舟管理后台'
    document.title = '登录 · 方舟管理后台'
  }
}
