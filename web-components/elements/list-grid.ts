import { type PropertyValues, html, nothing } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { GridDataProviderCallback, GridDataProviderParams } from '@vaadin/grid'
import { columnBodyRenderer, columnHeaderRenderer } from '@vaadin/grid/lit.js'
import type { Column, Columns, Row } from '../../protocol/resource.ts'
import type { ShownColumn } from '../data/column-view.ts'
import { type ListChange, type ListSource, pageRows } from '../data/list-source.ts'
import { type SelectedRows, isSelected } from '../data/selected-rows.ts'
import { cellText } from './cell-text.ts'
import { icon } from './icon.ts'
import { LightElement } from './light-element.ts'

export interface GridOrder { sort: string; descending: boolean }

/**
 * The rows of a source under their columns. Fires `opened` (a row), `ticked` ({ids, chosen}), `sorted` (a
 * GridOrder) and `resized` ({name, widthPx}).
 */
@customElement('ark-list-grid')
export class ArkListGrid extends LightElement {
  @property({ attribute: false }) source!: ListSource
  @property({ attribute: false }) columns!: Columns
  @property({ attribute: false }) shown: readonly ShownColumn[] = []
  @property({ attribute: false }) sorts: readonly string[] = []
  @property({ attribute: false }) order!: GridOrder
  @property({ attribute: false }) widths: Readonly<Record<string, number>> = {}
  @property({ attribute: false }) cells: Readonly<Record<string, (row: Row) => unknown>> = {}
  /** Null: rows can't be ticked. */
  @property({ attribute: false }) selected: SelectedRows | null = null
  /** The buttons at the end of a row; null without any. */
  @property({ attribute: false }) rowActions: ((row: Row) => unknown) | null = null
  @property({ type: Number }) actionsWidthPx = 0
  @property() density: 'compact' | 'normal' = 'normal'
  @property() label = ''
  @property({ type: Boolean }) opens = false
  @query('vaadin-grid') private grid!: ScrollingGrid | null

  /** To be told of each change of the source. */
  show(what: ListChange): void {
    const { grid } = this
    if (grid === null || what === 'counted') return
    if (what === 'asked' || what === 'refreshed') grid.clearCache()
    if (what === 'asked') grid.scrollToIndex(0)
    if (what === 'loaded') grid.requestContentUpdate()
  }

  visible(): { first: number; last: number } {
    return { first: this.grid?._firstVisibleIndex ?? 0, last: this.grid?._lastVisibleIndex ?? 0 }
  }

  focusRows(): void {
    this.grid?.querySelector<HTMLElement>('vaadin-grid-cell-content')?.focus()
    this.grid?.focus()
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('source') && changed.get('source') !== undefined) this.grid?.clearCache()
  }

  protected override render() {
    return html`<vaadin-grid theme="no-border ${this.density}" accessible-name=${this.label} item-id-path="id"
      column-rendering="eager" .pageSize=${pageRows} .dataProvider=${this.#provide} ?data-opens=${this.opens}
      @cell-activate=${this.#onActivate} @column-resize=${this.#onResize} @keydown=${this.#onKey}>
      ${this.selected === null ? nothing : this.#renderTicks(this.selected)}
      ${repeat(this.shown.filter(({ shown }) => shown), ({ name }) => name, (column) => this.#renderColumn(column))}
      ${this.rowActions === null ? nothing : html`<vaadin-grid-column frozen-to-end flex-grow="0"
        .width=${`${this.actionsWidthPx}px`} ${columnHeaderRenderer(() => html`<span class="only-read">操作</span>`, [])}
        ${columnBodyRenderer((row: Row) => html`<div class="row-actions">${this.rowActions?.(row)}</div>`,
          [this.rowActions])}></vaadin-grid-column>`}
    </vaadin-grid>`
  }

  #renderTicks(selected: SelectedRows) {
    const ids = this.source.rows.map(({ id }) => id)
    const all = ids.length > 0 && ids.every((id) => isSelected(selected, id))
    const some = !all && ids.some((id) => isSelected(selected, id))
    return html`<vaadin-grid-column width="44px" flex-grow="0" frozen
      ${columnHeaderRenderer(() => html`<label class="grid-tick"><input type="checkbox" aria-label="选择已显示的行"
        .checked=${all} .indeterminate=${some} @change=${() =>
          this.#tick(ids, !all)} /></label>`, [all, some, ids.length])}
      ${columnBodyRenderer((row: Row) => html`<label class="grid-tick"><input type="checkbox" aria-label="选择这一行"
        .checked=${isSelected(selected, row.id)}
        @change=${() => this.#tick([row.id], !isSelected(selected, row.id))} /></label>`, [selected])}>
    </vaadin-grid-column>`
  }

  #renderColumn({ name, widthPx }: ShownColumn) {
    const column = this.columns[name]
    if (column === undefined) return nothing
    const fixed = widthPx ?? this.widths[name] ?? null
    const cell = this.cells[name]
    return html`<vaadin-grid-column resizable data-column=${name} .width=${`${fixed ?? widthOf(column)}px`}
      .flexGrow=${fixed === null ? 1 : 0}
      ${columnHeaderRenderer(() => this.#renderHeader(name, column), [this.order, column])}
      ${columnBodyRenderer((row: Row) => html`${cell?.(row) ?? cellText(column, row[name])}`, [cell, column])}>
    </vaadin-grid-column>`
  }

  #renderHeader(name: string, { title }: Column) {
    if (!this.sorts.includes(name)) return html`<span class="grid-head">${title}</span>`
    const isSorted = this.order.sort === name
    const way = isSorted ? this.order.descending ? '，当前降序' : '，当前升序' : ''
    return html`<button type="button" class="grid-head sorter" aria-label=${`按${title}排序${way}`}
      data-way=${isSorted ? this.order.descending ? 'down' : 'up' : nothing}
      @click=${() => this.#fire('sorted', { sort: name, descending: isSorted ? !this.order.descending : true })}>
      ${title}${icon('up')}</button>`
  }

  readonly #provide = ({ page }: GridDataProviderParams<Row>, callback: GridDataProviderCallback<Row>): void => {
    const { source } = this
    const now = source.pageNow(page)
    if (now !== null) callback(now, source.size)
    else void this.#provideLater(page, callback)
  }

  async #provideLater(page: number, callback: GridDataProviderCallback<Row>): Promise<void> {
    const rows = await this.source.page(page)
    callback(rows, this.source.size)
  }

  #tick(ids: readonly string[], chosen: boolean): void {
    this.#fire('ticked', { ids, chosen })
  }

  readonly #onActivate = ({ detail }: CustomEvent<{ model: { item: Row | undefined } }>): void => {
    if (this.opens && detail.model.item !== undefined) this.#fire('opened', detail.model.item)
  }

  /** Enter opens the row, unless there is a button or a box of its own under the focus. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const target = event.composedPath()[0]
    if (event.key !== 'Enter' || !this.opens || !(target instanceof HTMLElement) || target.tagName !== 'TD') return
    const { item } = this.grid?.getEventContext(event) ?? {}
    if (item !== undefined) this.#fire('opened', item)
  }

  readonly #onResize = ({ detail }: CustomEvent<{ resizedColumn?: HTMLElement & { width: string } }>): void => {
    const column = detail.resizedColumn
    const name = column?.dataset['column']
    if (column === undefined || name === undefined) return
    this.#fire('resized', { name, widthPx: Math.round(Number.parseFloat(column.width)) })
  }

  #fire(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }))
  }
}

function widthOf({ kind }: Column): number {
  return widths[kind] ?? 120
}

/** What is read in one glance, in pixels of 13 px letters. */
const widths: Partial<Record<Column['kind'], number>> = {
  integer: 84, boolean: 88, choice: 96, time: 148, money: 110, list: 170, text: 120,
}

interface ScrollingGrid extends HTMLElement {
  readonly _firstVisibleIndex: number
  readonly _lastVisibleIndex: number
  clearCache(): void
  scrollToIndex(index: number): void
  requestContentUpdate(): void
  getEventContext(event: Event): { item?: Row }
}
