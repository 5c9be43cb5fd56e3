import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { ContactGroupId, DepartmentId } from '../../protocol/ids.ts'
import {
  type LibraryGroup, type LibraryKind, type ShelfScope, changeLibraryGroup, createLibraryGroup, deleteLibraryGroup,
  listLibraryGroups, moveLibraryGroup, shelfScopes,
} from '../../protocol/operations/library-groups.ts'
import type { Admin } from '../data/admin.ts'
import { reasonText } from '../data/fault-text.ts'
import { icon } from '../elements/icon.ts'
import { LightElement } from '../elements/light-element.ts'
import './ask-dialog.ts'
import './form-dialog.ts'
import type { Ask, Form, FormField } from './form.ts'

/** Groups of quick replies or materials at the left of their list, made and ordered here. Fires `chosen`. */
@customElement('ark-library-side')
export class ArkLibrarySide extends LightElement {
  @property({ attribute: false }) admin!: Admin
  @property({ attribute: false }) kind!: LibraryKind
  @property() value = ''
  @state() private groups: readonly LibraryGroup[] = []
  @state() private form: Form | null = null
  @state() private ask: Ask | null = null
  @state() private fault = ''
  #stop: (() => void) | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop = this.admin.live.listen(['groups', this.kind === 'reply' ? 'replies' : 'materials'], () =>
      void this.#read())
    void this.#read()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
  }

  protected override render() {
    const scopes = (Object.keys(shelfScopes) as ShelfScope[])
    return html`<div class="library-side"><button class="button small" data-testid="new-group"
        @click=${() => this.#show(this.#newForm())}>${icon('plus')}新增分组</button>
      <button class="tree-row" aria-pressed=${this.value === ''} @click=${() => this.#choose('')}>全部分组</button>
      ${scopes.map((scope) => this.#renderShelf(scope))}
      ${this.fault === '' ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}</div>
      ${this.form === null ? nothing : html`<ark-form-dialog .admin=${this.admin} .form=${this.form}
        @saved=${() => void this.#read()} @closed=${() => this.#show(null)}></ark-form-dialog>`}
      ${this.ask === null ? nothing : html`<ark-ask-dialog .admin=${this.admin} .ask=${this.ask}
        @saved=${this.#onDeleted} @closed=${() => this.#question(null)}></ark-ask-dialog>`}`
  }

  #renderShelf(scope: ShelfScope) {
    const own = this.groups.filter((group) => group.managed && group.scope === scope)
    if (own.length === 0) return nothing
    return html`<h3>${shelfScopes[scope]}</h3>${own.map((group) => this.#renderGroup(group))}`
  }

  #renderGroup(one: LibraryGroup) {
    const { group, name, departmentName, members } = one
    const isChosen = this.value === group
    return html`<div class="library-row"><button class="tree-row" data-testid="library-group" aria-pressed=${isChosen}
        @click=${() => this.#choose(group)}><span class="cut" title=${departmentName === '' ? name
          : `${departmentName} / ${name}`}>${name}${departmentName === '' ? nothing
          : html` <span class="quiet">${departmentName}</span>`}</span><small>${members}</small></button>
      ${isChosen ? html`<span class="library-tools">
        ${tool('上移', 'up', () => void this.#move(one, 'up'))}${tool('下移', 'down', () => void this.#move(one, 'down'))}
        ${tool('重命名', 'pencil', () => this.#show(renameForm(one)))}
        ${tool('删除', 'trash', () => this.#question(this.#deleteAsk(one)))}</span>` : nothing}</div>`
  }

  #show(form: Form | null): void {
    this.form = form
  }

  #question(ask: Ask | null): void {
    this.ask = ask
  }

  #choose(group: string): void {
    this.dispatchEvent(new CustomEvent('chosen', { detail: group }))
  }

  readonly #onDeleted = (): void => {
    this.#choose('')
    void this.#read()
  }

  async #move({ group }: LibraryGroup, direction: 'up' | 'down'): Promise<void> {
    await this.admin.api.call(moveLibraryGroup, { group, direction })
    await this.#read()
  }

  async #read(): Promise<void> {
    const answer = await this.admin.api.call(listLibraryGroups, { kind: this.kind })
    this.fault = answer.ok ? '' : reasonText(answer.fault)
    if (answer.ok) this.groups = answer.output.groups
  }

  #newForm(): Form {
    const { kind } = this
    const { personal, public: open, department } = scopeTitles
    const choices: Record<string, string> = { ...kind === 'reply' ? { personal } : {}, public: open, department }
    return {
      title: `新增${kind === 'reply' ? '快捷回复' : '素材'}分组`, done: '分组已新增', faultFields: { nameTaken: 'name' },
      fields: [nameField, { name: 'scope', title: '分组类型', kind: 'choice', choices, required: true }, departmentField],
      values: { scope: 'public' },
      submit: ({ name, scope, department: id }, { admin }) => admin.api.call(createLibraryGroup, {
        kind, name: String(name).trim(), scope: scope as ShelfScope,
        department: scope === 'department' ? id as DepartmentId : null,
      }),
    }
  }

  #deleteAsk({ group, name, members, version }: LibraryGroup): Ask {
    return {
      title: `删除分组「${name}」？`, confirm: '删除', danger: true, done: '分组已删除',
      text: members === 0 ? '分组是空的，可以删除。' : `分组里还有 ${members} 条内容，需要先清空才能删除。`,
      run: ({ api }) => api.call(deleteLibraryGroup, { group, version }),
    }
  }
}

/** For a page whose list it filters. */
export function librarySide(kind: LibraryKind, { admin, value, onChosen }:
  { admin: Admin; value: string; onChosen: (value: string) => void }) {
  return html`<ark-library-side .admin=${admin} .kind=${kind} .value=${value}
    @chosen=${({ detail }: CustomEvent<string>) => onChosen(detail)}></ark-library-side>`
}

/** The group that is chosen at the left: where something new goes. */
export function chosenGroup({ address }: Admin): ContactGroupId | '' {
  return (address.at.peek().params.get('group') ?? '') as ContactGroupId | ''
}

function renameForm({ group, name, version: before }: LibraryGroup): Form {
  return {
    title: `重命名分组「${name}」`, fields: [nameField], values: { name }, version: before, done: '已保存',
    faultFields: { nameTaken: 'name' }, read: (current) => ({ name: current['name'] }),
    submit: (values, { admin, version }) => {
      return admin.api.call(changeLibraryGroup, { group, version, name: String(values['name']).trim() })
    },
  }
}

function tool(title: string, name: 'up' | 'down' | 'pencil' | 'trash', onClick: () => void) {
  return html`<button class="icon-button" aria-label=${title} title=${title} @click=${onClick}>${icon(name)}</button>`
}

const scopeTitles: Record<ShelfScope, string> = { personal: '个人(仅自己使用)', public: '公共(全公司使用)', department: '部门' }
const nameField: FormField = { name: 'name', title: '分组名称', kind: 'text', required: true, wide: true }
const departmentField: FormField = {
  name: 'department', title: '部门', kind: 'department', required: true, wide: true, hint: '这个部门和下级部门可以使用',
  when: ({ scope }) => scope === 'department',
}
