import { html, nothing } from 'lit'
import { type Admin, may } from '../data/admin.ts'
import type { ColumnView } from '../data/column-view.ts'
import type { RowCount } from '../data/list-source.ts'
import '../elements/column-chooser.ts'
import { icon } from '../elements/icon.ts'
import type { Opened } from './doing-dialog.ts'
import type { ListPage } from './page.ts'

export interface ListHead {
  admin: Admin
  page: ListPage
  count: RowCount | null
  view: ColumnView
  onOpen: (opened: Opened) => void
  onView: (view: ColumnView | null) => void
  onExport: () => void
}

/** Title, how many, and what can be done with the list as a whole. */
export function listHead({ admin, page, count, view, onOpen, onView, onExport }: ListHead) {
  return html`<header class="page-head"><h1>${page.title}</h1>
    <span class="count" data-testid="count" role="status">${count === null ? nothing : countText(count)}</span>
    <div class="page-tools">
      <button class="icon-button" id="columns-button" popovertarget="columns-pop"
        aria-label="显示的列" title="显示的列">${icon('columns')}</button>
      <div id="columns-pop" class="pop" popover>
        <ark-column-chooser .columns=${page.resource.columns} .view=${view}
          @changed=${({ detail }: CustomEvent<ColumnView | null>) => onView(detail)}></ark-column-chooser></div>
      ${page.actions.map((action) => {
        if (action.on === 'export') return may(admin, 'export') ? html`<button class="button" data-testid="export"
          @click=${onExport}>${icon('download')}导出</button>` : nothing
        if (action.on === 'import') return may(admin, action.permission) ? html`<button class="button"
          data-testid="import"
        @click=${() => onOpen({ kind: 'import', sheet: action.sheet })}>${icon('upload')}导入</button>`
          : nothing
        if (action.on !== 'page' || !may(admin, action.permission)) return nothing
        return html`<button class=${action.primary === true ? 'button primary' : 'button'} data-testid=${action.name}
          @click=${() => onOpen(action.open(admin))}>${icon(action.icon)}${action.title}</button>`
      })}
    </div></header>`
}

export function countText({ count, isAtLeast }: RowCount): string {
  return `共 ${count.toLocaleString('zh-CN')}${isAtLeast ? '+' : ''} 条`
}
