import { type PropertyValues, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { SignalWatcher } from '@lit-labs/preact-signals'
import { type DepartmentTree, type TreeItem, treeItems } from '../data/department-tree.ts'
import { faultText } from '../data/fault-text.ts'
import { icon } from './icon.ts'
import { LightElement } from './light-element.ts'
import { styled } from './styled.ts'

/** The tree at the left of a list. Fires `chosen` with a department's id, or '' for all. */
@customElement('ark-department-side')
export class ArkDepartmentSide extends SignalWatcher(LightElement) {
  @property({ attribute: false }) departments!: DepartmentTree
  @property() value = ''
  /** The first entry; '' leaves it out. */
  @property() allTitle = '全部部门'
  @state() private folded: ReadonlySet<string> = new Set()

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('departments')) this.departments.needed()
  }

  protected override render() {
    const rows = this.departments.rows.value
    const fault = this.departments.fault.value
    if (rows === null) {
      return html`<div class="tree-state">${fault === null ? '正在读取…' : html`<p role="alert">${faultText(fault)}</p>
        <button class="button" @click=${() => void this.departments.read()}>重试</button>`}</div>`
    }
    const items = treeItems(rows)
    return html`<div class="tree" role="tree" aria-label="组织架构" @keydown=${this.#onKey}>
      ${this.allTitle === '' ? nothing : html`<button class="tree-row all" role="treeitem" aria-level="1"
        aria-selected=${this.value === ''} @click=${() => this.#choose('')}>${this.allTitle}</button>`}
      ${items.filter((item) => !this.#isFolded(item, items)).map((item) => this.#renderItem(item))}</div>`
  }

  #renderItem({ row, depth, hasChildren }: TreeItem) {
    const { department, name, peopleBelow } = row
    const isOpen = !this.folded.has(department)
    return html`<button class="tree-row" role="treeitem" data-department=${department} aria-level=${depth + 1}
      aria-expanded=${hasChildren ? String(isOpen) : nothing} aria-selected=${this.value === department}
      style=${styled({ 'padding-left': `${8 + depth * 16}px` })} @click=${() => this.#choose(department)}>
      <span class="twist" ?data-none=${!hasChildren} @click=${(event: Event) => this.#fold(event, department)}>
        ${icon('chevron')}</span>
      <span class="cut" title=${name}>${name}</span><small>${peopleBelow}</small></button>`
  }

  #isFolded(item: TreeItem, items: readonly TreeItem[]): boolean {
    const parent = items.find(({ row }) => row.department === item.row.parent)
    if (parent === undefined) return false
    return this.folded.has(parent.row.department) || this.#isFolded(parent, items)
  }

  #fold(event: Event, department: string): void {
    event.stopPropagation()
    const next = new Set(this.folded)
    if (!next.delete(department)) next.add(department)
    this.folded = next
  }

  #choose(department: string): void {
    this.value = department
    this.dispatchEvent(new CustomEvent('chosen', { detail: department }))
  }

  /** Up and down walk through the rows, left and right fold and unfold. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('.tree-row')
    if (row === null) return
    const step = event.key === 'ArrowDown' ? row.nextElementSibling : event.key === 'ArrowUp'
      ? row.previousElementSibling : null
    if (step instanceof HTMLElement) {
      event.preventDefault()
      step.focus()
    }
    const department = row.dataset['department']
    const open = row.getAttribute('aria-expanded')
    const folds = (event.key === 'ArrowLeft' && open === 'true') || (event.key === 'ArrowRight' && open === 'false')
    if (folds && department !== undefined) this.#fold(event, department)
  }
}
