import { html } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { type Permission, permissionNames, permissions } from '../../protocol/permissions.ts'
import { icon } from './icon.ts'
import { LightElement } from './light-element.ts'

/** USER-2: two lists of rights, moved right and left. Fires `changed` with those on the right. */
@customElement('ark-permission-mover')
export class ArkPermissionMover extends LightElement {
  @property({ attribute: false }) value: readonly Permission[] = []
  /** Held anyway, and not to be moved: those of the department. */
  @property({ attribute: false }) given: readonly Permission[] = []
  @property() leftTitle = '未选择权限'
  @property() rightTitle = '默认分配的权限'
  @property({ type: Boolean }) disabled = false
  @state() private ticked: ReadonlySet<Permission> = new Set()

  protected override render() {
    const left = permissionNames.filter((name) => !this.value.includes(name) && !this.given.includes(name))
    const right = permissionNames.filter((name) => this.value.includes(name))
    return html`<div class="mover" role="group" aria-label="权限分配">
      ${this.#renderList(this.leftTitle, left)}
      <div class="mover-buttons">
        <button type="button" class="button" aria-label="添加所选权限" ?disabled=${this.#picked(left).length === 0}
          @click=${() => this.#move([...this.value, ...this.#picked(left)])}>${icon('chevron')}</button>
        <button type="button" class="button" aria-label="移除所选权限" ?disabled=${this.#picked(right).length === 0}
          @click=${() => this.#move(this.value.filter((name) => !this.ticked.has(name)))}>${icon('left')}</button>
      </div>
      ${this.#renderList(this.rightTitle, right)}
    </div>`
  }

  #renderList(title: string, names: readonly Permission[]) {
    const groups = [...new Set(names.map((name) => permissions[name].group))]
    const all = names.length > 0 && names.every((name) => this.ticked.has(name))
    return html`<fieldset class="mover-list" ?disabled=${this.disabled}><legend>${title}(${names.length})</legend>
      <label class="tick all"><input type="checkbox" .checked=${all} ?disabled=${names.length === 0}
        @change=${() => this.#tick(names, !all)} />全选</label>
      <div class="mover-items" tabindex="0" role="region"
        aria-label=${title}>${groups.map((group) => html`<h4>${group}</h4>
        ${names.filter((name) => permissions[name].group === group).map((name) => this.#renderOne(name))}`)}
      ${names.length === 0 ? html`<p class="quiet">没有</p>` : ''}</div></fieldset>`
  }

  #renderOne(name: Permission) {
    const { title, about } = permissions[name]
    return html`<label class="tick" title=${about}><input type="checkbox" .checked=${this.ticked.has(name)}
      @change=${() =>
        this.#tick([name], !this.ticked.has(name))} /><span>${title}<small>${about}</small></span></label>`
  }

  #picked(names: readonly Permission[]): Permission[] {
    return names.filter((name) => this.ticked.has(name))
  }

  #tick(names: readonly Permission[], on: boolean): void {
    const next = new Set(this.ticked)
    for (const name of names) {
      if (on) next.add(name)
      else next.delete(name)
    }
    this.ticked = next
  }

  #move(value: readonly Permission[]): void {
    this.ticked = new Set()
    this.value = permissionNames.filter((name) => value.includes(name))
    this.dispatchEvent(new CustomEvent('changed', { detail: this.value }))
  }
}
