import { type PropertyValues, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { type SavedView, readView, saveView } from '../../protocol/operations/lists.ts'
import type { FilterValues, Row } from '../../protocol/resource.ts'
import { type Admin, may } from '../data/admin.ts'
import type { Answer } from '../data/api.ts'
import { type ColumnView, readColumnView, savedViewOf } from '../data/column-view.ts'
import { faultText } from '../data/fault-text.ts'
import { readFilters, writeFilters } from '../data/filter-query.ts'
import { type ListChange, ListSource } from '../data/list-source.ts'
import { type SelectedRows, allRows, noRows, selectedCount, selectionOf, withRows } from '../data/selected-rows.ts'
import '../elements/department-side.ts'
import '../elements/filter-bar.ts'
import { LightElement } from '../elements/light-element.ts'
import type { ArkListGrid, GridOrder } from '../elements/list-grid.ts'
import '../elements/list-grid.ts'
import { sideDrawer } from '../elements/side-drawer.ts'
import { type OpenDialog, type Opened, doingDialog } from './doing-dialog.ts'
import { listHead } from './list-head.ts'
import { listState, selectionBar } from './list-state.ts'
import type { ListPage, Side } from './page.ts'
import { type RowMenu, rowButtons, rowButtonsWidthPx, rowMenu } from './row-buttons.ts'

/** A list as its page describes it. What is asked stands in the address, what a person prefers is kept by the hub. */
@customElement('ark-page-view')
export class ArkPageView extends LightElement {
  @property({ attribute: false }) admin!: Admin
  @property({ attribute: false }) page!: ListPage
  @state() private view!: ColumnView
  @state() private selected: SelectedRows = noRows
  @state() private opened: OpenDialog | null = null
  @state() private menu: RowMenu | null = null
  @query('ark-list-grid') private grid!: ArkListGrid | null
  #source!: ListSource
  #saved: SavedView | null = null
  #stopping: (() => void)[] = []
  #asked = ''
  #hintTimer: ReturnType<typeof setTimeout> | undefined
  #cells: Readonly<Record<string, (row: Row) => unknown>> = {}

  override connectedCallback(): void {
    super.connectedCallback()
    const { page, admin } = this
    const { resource } = page
    this.#source = new ListSource({ api: admin.api, resource: resource.name, onChanged: (what) =>
      this.#onChanged(what) })
    this.#stopping = [admin.address.at.subscribe(() => this.#follow()), admin.live.listen(resource.live, this.#onHint)]
    void this.#readView()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#hintTimer)
    for (const stop of this.#stopping) stop()
  }

  /** Extension fields come and go as columns, while the page is looked at. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('page')) return
    const { page, admin } = this
    this.view = this.#viewOf(this.#saved)
    this.#cells = Object.fromEntries(Object.entries(page.cells).map(([name, cell]) => [name, (row: Row) =>
      cell(row, admin)]))
  }

  #viewOf(saved: SavedView | null): ColumnView {
    const { resource, columns } = this.page
    return readColumnView({ columns: resource.columns, order: columns, saved })
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('page') && this.menu !== null) this.menu = null
    if (changed.has('menu')) this.querySelector<HTMLElement>('.menu [role=menuitem]')?.focus()
  }

  protected override render() {
    const { page, admin } = this
    return html`<section class="page" data-page=${page.path}>
      ${listHead({ admin, page, count: this.#source.count, view: this.view, onOpen: (opened) => this.#open(opened),
        onView: (view) => void this.#keepView(view), onExport: () => this.#export() })}
      <ark-filter-bar .admin=${admin} .filters=${page.resource.filters} .values=${this.#filters}
        .names=${page.filters.filter((name) => name !== page.tree)}
        @changed=${({ detail }: CustomEvent<FilterValues>) => this.#filter(detail)}></ark-filter-bar>
      <div class="page-body">
        ${page.tree === undefined ? nothing : this.#renderTree(page.tree)}
        ${page.side === undefined ? nothing : this.#renderSide(page.side)}
        <div class="list-area">${this.#renderBar()}${this.#renderGrid()}
          ${listState({ source: this.#source, page, isFiltered: Object.keys(this.#filters).length > 0,
            onRetry: () => this.#source.retry(), onReset: () => this.#filter({}) })}</div>
        ${this.#renderDrawer()}
      </div>
      ${rowMenu(this.menu, { onClose: () => this.#closeMenu(), onOpen: (opened) => this.#open(opened), admin })}
      ${this.opened === null ? nothing : doingDialog(this.opened, {
        admin, page, selection: selectionOf(this.selected, this.#filters), count: this.#selectedCount,
        shown: this.view.columns.filter(({ shown }) => shown).map(({ name }) => name),
        onClosed: () => this.#close(), onSaved: () => this.#onSaved(),
      })}
    </section>`
  }

  #renderTree(name: string) {
    return html`<nav class="side" aria-label="按部门查看"><ark-department-side .departments=${this.admin.departments}
      .value=${this.#oneOf(name)} @chosen=${({ detail }: CustomEvent<string>) => this.#setOne(name, detail)}
      ></ark-department-side></nav>`
  }

  #renderSide({ filter, render }: Side) {
    return html`<nav class="side" aria-label="按分组查看">${render({
      admin: this.admin, value: this.#oneOf(filter), onChosen: (value) => this.#setOne(filter, value),
    })}</nav>`
  }

  /** What a filter at the left is set to. */
  #oneOf(name: string): string {
    const value = this.#filters[name] ?? ''
    return typeof value === 'string' ? value : Array.isArray(value) ? String(value[0] ?? '') : ''
  }

  #setOne(name: string, value: string): void {
    const { [name]: _before, ...others } = this.#filters
    this.#filter(value === '' ? others : { ...others, [name]: value })
  }

  #renderBar() {
    return selectionBar({
      admin: this.admin, page: this.page, selected: this.selected, count: this.#selectedCount,
      total: this.#source.count, onAll: () => this.#select(allRows), onNone: () => this.#select(noRows),
      onOpen: (opened) => this.#open(opened),
    })
  }

  #renderGrid() {
    const { page } = this
    const buttons = page.actions.flatMap((one) => one.on === 'row' && may(this.admin, one.permission) ? [one] : [])
    const ticks = page.actions.some((one) => one.on === 'rows' ? may(this.admin, one.permission)
      : one.on === 'export' && may(this.admin, 'export'))
    return html`<ark-list-grid .source=${this.#source} .columns=${page.resource.columns} .shown=${this.view.columns}
      .sorts=${page.resource.sorts} .order=${this.#order} .widths=${page.widths} .cells=${this.#cells}
      .selected=${ticks ? this.selected : null} .rowActions=${buttons.length === 0 ? null : this.#rowActions}
      .actionsWidthPx=${rowButtonsWidthPx(buttons)} .density=${this.view.density} .label=${page.title}
      .opens=${page.drawer !== undefined} @opened=${({ detail }: CustomEvent<Row>) => this.#go({ open: detail.id })}
      @ticked=${({ detail }: CustomEvent<{ ids: string[]; chosen: boolean }>) => {
        this.selected = withRows(this.selected, detail.ids, detail.chosen)
      }}
      @sorted=${({ detail }: CustomEvent<GridOrder>) =>
        this.#go({ sort: `${detail.descending ? '-' : ''}${detail.sort}` })}
      @resized=${({ detail }: CustomEvent<{ name: string; widthPx: number }>) =>
        this.#onResized(detail)}></ark-list-grid>`
  }

  readonly #rowActions = (row: Row) => rowButtons(row, {
    admin: this.admin, page: this.page, onOpen: (opened) => this.#open(opened), onMenu: (menu) => { this.menu = menu },
  })

  #renderDrawer() {
    const id = this.admin.address.at.peek().params.get('open')
    const row = id === null ? undefined : this.#source.rows.find((one) => one.id === id)
    const { drawer } = this.page
    if (row === undefined || drawer === undefined) return nothing
    return sideDrawer({
      title: drawer.title(row), content: drawer.render(row, this.admin), onClose: () => this.#go({ open: null }),
    })
  }

  get #filters(): FilterValues {
    return this.#source.query.filters
  }

  get #selectedCount(): number | null {
    return selectedCount(this.selected, this.#source.count?.count ?? null)
  }

  get #order(): GridOrder {
    const { sort, descending } = this.#source.query
    const own = this.page.resource.sort
    return sort === null ? { sort: own.by, descending: own.descending } : { sort, descending }
  }

  /** The address says what to ask; a drawer that opens asks nothing new. */
  #follow(): void {
    const { path, params } = this.admin.address.at.value
    if (!path.endsWith(this.page.path)) return
    const filters = readFilters(this.page.resource.filters, params)
    const way = params.get('sort') ?? ''
    const sort = this.page.resource.sorts.find((name) => name === way.replace('-', '')) ?? null
    const asked = JSON.stringify([filters, way])
    if (asked !== this.#asked) {
      this.#asked = asked
      this.selected = noRows
      this.#source.ask({ filters, sort, descending: way.startsWith('-') })
    }
    this.requestUpdate()
  }

  #filter(values: FilterValues): void {
    const { path, params } = this.admin.address.at.peek()
    const next = writeFilters(this.page.resource.filters, values, params)
    next.delete('open')
    this.admin.address.go(path, { params: next })
  }

  #go(change: Readonly<Record<string, string | null>>): void {
    const { path, params } = this.admin.address.at.peek()
    const next = new URLSearchParams(params)
    for (const [name, value] of Object.entries(change)) {
      if (value === null) next.delete(name)
      else next.set(name, value)
    }
    this.admin.address.go(path, { params: next })
  }

  #onChanged(what: ListChange): void {
    this.requestUpdate()
    void this.updateComplete.then(() => this.grid?.show(what))
  }

  readonly #onHint = (): void => {
    clearTimeout(this.#hintTimer)
    this.#hintTimer = setTimeout(() => void this.#source.refresh(this.grid?.visible() ?? { first: 0, last: 0 }), hintMs)
  }

  #open(opened: Opened): void {
    this.menu = null
    if (opened.kind === 'do') void this.#do(opened.run)
    else this.opened = opened
  }

  async #do(run: (admin: Admin) => Promise<Answer<unknown>>): Promise<void> {
    const answer = await run(this.admin)
    if (!answer.ok) this.admin.say(faultText(answer.fault))
    void this.#source.refresh(this.grid?.visible() ?? { first: 0, last: 0 })
  }

  #select(selected: SelectedRows): void {
    this.selected = selected
  }

  #closeMenu(): void {
    this.menu = null
  }

  #close(): void {
    this.opened = null
  }

  #export(): void {
    this.opened = { kind: 'export' }
  }

  #onSaved(): void {
    this.selected = noRows
    if (this.page.resource.live.includes('users') || this.page.tree !== undefined) void this.admin.departments.read()
    void this.#source.refresh(this.grid?.visible() ?? { first: 0, last: 0 })
  }

  async #readView(): Promise<void> {
    const answer = await this.admin.api.call(readView, { list: this.page.path })
    if (!answer.ok || answer.output.view === null) return
    this.#saved = answer.output.view
    this.view = this.#viewOf(this.#saved)
  }

  async #keepView(view: ColumnView | null): Promise<void> {
    this.#saved = view === null ? null : savedViewOf(view)
    this.view = view ?? this.#viewOf(null)
    await this.admin.api.call(saveView, { list: this.page.path, view: this.#saved })
  }

  #onResized({ name, widthPx }: { name: string; widthPx: number }): void {
    const columns = this.view.columns.map((one) => one.name === name ? { ...one, widthPx } : one)
    void this.#keepView({ ...this.view, columns })
  }
}

/** Several hints of one change become one question. */
const hintMs = 200
