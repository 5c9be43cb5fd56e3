import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { SignalWatcher } from '@lit-labs/preact-signals'
import { type DepartmentRow, changeDepartment, deleteDepartment } from '../../protocol/operations/departments.ts'
import type { Permission } from '../../protocol/permissions.ts'
import type { Admin } from '../data/admin.ts'
import { treeItems } from '../data/department-tree.ts'
import { faultText } from '../data/fault-text.ts'
import '../elements/department-side.ts'
import { icon } from '../elements/icon.ts'
import { LightElement } from '../elements/light-element.ts'
import '../elements/permission-mover.ts'
import './ask-dialog.ts'
import { changedDepartment, newDepartment } from './department-forms.ts'
import './form-dialog.ts'
import type { Ask, Form } from './form.ts'

/** 部门管理: the tree at the left, the chosen department with its default rights at the right. */
@customElement('ark-departments-view')
export class ArkDepartmentsView extends SignalWatcher(LightElement) {
  @property({ attribute: false }) admin!: Admin
  @state() private form: Form | null = null
  @state() private ask: Ask | null = null
  /** Rights as moved and not saved yet, of that department. */
  @state() private moved: { department: string; permissions: readonly Permission[] } | null = null
  @state() private fault = ''

  protected override render() {
    const { departments, address } = this.admin
    const rows = departments.rows.value ?? []
    const at = address.at.value.params.get('department')
    const chosen = rows.find(({ department }) => department === at) ?? treeItems(rows)[0]?.row
    return html`<section class="page"><header class="page-head"><h1>部门管理</h1>
        <span class="count">${rows.length === 0 ? '' : `共 ${rows.length} 个部门`}</span>
        <div class="page-tools"><button class="button primary" data-testid="createDepartment"
          ?disabled=${chosen === undefined} @click=${() =>
            this.#show(newDepartment(chosen?.department ?? ''))}>${icon('plus')}新增部门</button></div></header>
      <div class="page-body"><nav class="side" aria-label="组织架构"><ark-department-side allTitle=""
        .departments=${departments}
          .value=${chosen?.department ?? ''} @chosen=${({ detail }: CustomEvent<string>) => this.#choose(detail)}>
        </ark-department-side></nav>
        ${chosen === undefined ? nothing : this.#renderOne(chosen)}</div>
      ${this.form === null ? nothing : html`<ark-form-dialog .admin=${this.admin} .form=${this.form}
        @saved=${() => void departments.read()} @closed=${this.#close}></ark-form-dialog>`}
      ${this.ask === null ? nothing : html`<ark-ask-dialog .admin=${this.admin} .ask=${this.ask}
        @saved=${() => this.#onDeleted()} @closed=${this.#close}></ark-ask-dialog>`}
    </section>`
  }

  #renderOne(row: DepartmentRow) {
    const held = this.moved?.department === row.department ? this.moved.permissions : row.permissions
    const changed = JSON.stringify(held) !== JSON.stringify(row.permissions)
    return html`<article class="detail" data-testid="department" data-department=${row.department}>
      <header><div><h2>${row.name}</h2><p class="quiet">${row.people} 人${row.peopleBelow > row.people
        ? `，含下级部门 ${row.peopleBelow} 人` : ''}${row.remark === '' ? '' : ` · ${row.remark}`}</p></div>
        <div class="page-tools"><a class="button"
          href=${`/admin/users?department=${row.department}`}>${icon('people')}查看人员</a>
          <button class="button" data-testid="changeDepartment"
            @click=${() => { this.form = changedDepartment(row, this.admin) }}>${icon('pencil')}编辑</button>
          <button class="button" data-testid="deleteDepartment" ?disabled=${row.parent === null}
            title=${row.parent === null ? '顶级部门不能删除' : '删除部门'}
            @click=${() => { this.ask = deletion(row) }}>${icon('trash')}删除</button></div></header>
      <h3>默认权限</h3><p class="quiet">这个部门的每个人都有这些权限；在账户管理里可以为个人另加。</p>
      <ark-permission-mover .value=${held} @changed=${({ detail }: CustomEvent<Permission[]>) => {
        this.moved = { department: row.department, permissions: detail }
      }}></ark-permission-mover>
      <p class="fault" role="alert">${this.fault}</p>
      <div class="detail-foot"><button class="button primary" data-testid="save-permissions" ?disabled=${!changed}
          @click=${() => void this.#save(row, held)}>保存权限</button>
        ${changed ? html`<button class="button" @click=${() => { this.moved = null }}>撤销修改</button>` : nothing}</div>
    </article>`
  }

  #show(form: Form): void {
    this.form = form
  }

  readonly #close = (): void => {
    this.form = null
    this.ask = null
  }

  #choose(department: string): void {
    this.fault = ''
    this.admin.address.go('/admin/departments', { params: new URLSearchParams({ department }) })
  }

  #onDeleted(): void {
    this.admin.address.go('/admin/departments', { replace: true })
    void this.admin.departments.read()
  }

  async #save(row: DepartmentRow, permissions: readonly Permission[]): Promise<void> {
    const answer = await this.admin.api.call(changeDepartment, {
      department: row.department, version: row.version, permissions: [...permissions],
    })
    this.fault = answer.ok ? '' : faultText(answer.fault)
    if (answer.ok) {
      this.admin.say('默认权限已保存')
      await this.admin.departments.read()
      this.moved = null
    } else if (answer.fault.code === 'conflict') await this.admin.departments.read()
  }
}

function deletion({ department, name, version }: DepartmentRow): Ask {
  return {
    title: `删除部门「${name}」？`, text: '只有没有人员、没有下级部门的部门才能删除。', confirm: '删除', danger: true, done: '部门已删除',
    run: ({ api }) => api.call(deleteDepartment, { department, version }),
  }
}
