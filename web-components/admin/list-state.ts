import { html, nothing } from 'lit'
import { type Admin, may } from '../data/admin.ts'
import { faultText } from '../data/fault-text.ts'
import type { ListSource, RowCount } from '../data/list-source.ts'
import type { SelectedRows } from '../data/selected-rows.ts'
import { icon } from '../elements/icon.ts'
import type { Opened } from './doing-dialog.ts'
import type { ListPage } from './page.ts'

export interface ListStateGiven {
  source: ListSource
  page: ListPage
  isFiltered: boolean
  onRetry: () => void
  onReset: () => void
}

/** What lies over the rows while there are none: loading, nothing found, nothing yet, a fault. */
export function listState({ source, page, isFiltered, onRetry, onReset }: ListStateGiven) {
  const { fault, isLoaded, isEmpty } = source
  if (fault !== null && !isLoaded) {
    return html`<div class="state-cover" role="alert"><h2>${fault.code === 'noRight' ? '没有查看权限' : '没能读取列表'}</h2>
      <p>${fault.code === 'noRight' ? '需要时请管理员为你开通。' : faultText(fault)}</p>
      ${fault.code === 'noRight' ? nothing : html`<button class="button" @click=${onRetry}>重试</button>`}</div>`
  }
  if (fault !== null) {
    return html`<p class="stale" role="alert">${icon('alert')}<span>列表可能不是最新的：${faultText(fault)}</span>
      <button class="link-button" @click=${onRetry}>重试</button></p>`
  }
  if (!isLoaded) return html`<div class="state-cover" aria-busy="true" data-testid="loading"><p
    class="quiet">正在读取…</p></div>`
  if (!isEmpty) return nothing
  if (isFiltered) {
    return html`<div class="state-cover" data-testid="nothing-found"><h2>没有符合条件的内容</h2><p>换个条件试试。</p>
      <button class="button" @click=${onReset}>清除筛选</button></div>`
  }
  return html`<div class="state-cover"
    data-testid="nothing-yet"><h2>${page.empty.title}</h2><p>${page.empty.about}</p></div>`
}

export interface SelectionBar {
  admin: Admin
  page: ListPage
  selected: SelectedRows
  count: number | null
  total: RowCount | null
  onAll: () => void
  onNone: () => void
  onOpen: (opened: Opened) => void
}

/** Above the list while rows are ticked: how many, all of the search, what can be done with them. */
export function selectionBar({ admin, page, selected, count, total, onAll, onNone, onOpen }: SelectionBar) {
  if (!selected.all && selected.ids.size === 0) return nothing
  const plus = selected.all && total?.isAtLeast === true ? '+' : ''
  const canAll = !selected.all && total !== null && total.count > selected.ids.size
  return html`<div class="selection" role="region" aria-label="已选内容" data-testid="selection">
    <b>已选 ${count?.toLocaleString('zh-CN') ?? '…'}${plus} 条</b>
    ${canAll ? html`<button class="link-button" data-testid="select-all" @click=${onAll}>选择全部
      ${total.count.toLocaleString('zh-CN')}${total.isAtLeast ? '+' : ''} 条搜索结果</button>` : nothing}
    <button class="link-button" @click=${onNone}>取消选择</button>
    <div class="selection-actions">${page.actions.map((action) => action.on === 'rows' && may(admin, action.permission)
      ? html`<button class=${action.danger === true ? 'button small danger-text' : 'button small'}
        data-testid=${action.name}
        @click=${() => onOpen({ kind: 'bulk', action })}>${icon(action.icon)}${action.title}</button>` : nothing)}
    ${page.actions.some(({ on }) => on === 'export') && may(admin, 'export') ? html`<button class="button small"
      @click=${() => onOpen({ kind: 'export' })}>${icon('download')}导出所选</button>` : nothing}</div>
  </div>`
}
