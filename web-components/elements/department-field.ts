import { html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { SignalWatcher } from '@lit-labs/preact-signals'
import { comboBoxRenderer } from '@vaadin/combo-box/lit.js'
import { type DepartmentTree, type TreeItem, treeItems } from '../data/department-tree.ts'
import { LightElement } from './light-element.ts'
import { styled } from './styled.ts'

/** Chooses a department from the tree, found by any part of its path. Fires `changed` with its id or ''. */
@customElement('ark-department-field')
export class ArkDepartmentField extends SignalWatcher(LightElement) {
  @property({ attribute: false }) departments!: DepartmentTree
  @property() value = ''
  @property() label = ''
  @property() placeholder = ''
  @property() fault = ''
  @property() hint = ''
  @property({ type: Boolean }) required = false
  /** Those that can't be chosen. */
  @property({ attribute: false }) without: ReadonlySet<string> = new Set()

  protected override render() {
    const items = treeItems(this.departments.needed()).map((item) => ({ ...item, id: item.row.department }))
      .filter(({ id }) => !this.without.has(id))
    return html`<vaadin-combo-box manual-validation item-id-path="id" item-label-path="path" item-value-path="id"
      .clearButtonVisible=${!this.required} .label=${this.label} .placeholder=${this.placeholder} .items=${items}
      accessible-name=${this.label || this.placeholder}
      .value=${items.some(({ id }) => id === this.value) ? this.value : ''} ?required=${this.required}
      .errorMessage=${this.fault} .invalid=${this.fault !== ''} .helperText=${this.hint}
      @change=${({ currentTarget }: Event & { currentTarget: HTMLElement & { value: string } }) =>
        this.#choose(currentTarget.value)}
      ${comboBoxRenderer(renderItem, [])}></vaadin-combo-box>`
  }

  #choose(value: string): void {
    this.value = value
    this.dispatchEvent(new CustomEvent('changed', { detail: value }))
  }
}

function renderItem({ depth, row }: TreeItem) {
  return html`<span class="option" style=${styled({ 'padding-left': `${depth * 14}px` })}>${row.name}
    <small>${row.peopleBelow} 人</small></span>`
}
