import { html } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import type { ImportName } from '../../protocol/imports/index.ts'
import type { Selection } from '../../protocol/resource.ts'
import type { Admin } from '../data/admin.ts'
import './ask-dialog.ts'
import './bulk-dialog.ts'
import './export-dialog.ts'
import './form-dialog.ts'
import './import-dialog.ts'
import type { Action, Doing, ListPage } from './page.ts'

/** What a button of a list asks its page for. */
export type Opened =
  | Doing
  | { readonly kind: 'export' }
  | { readonly kind: 'import'; readonly sheet: ImportName }
  | { readonly kind: 'bulk'; readonly action: Extract<Action, { on: 'rows' }> }

/** The one dialog that a page has open. */
export type OpenDialog = Exclude<Opened, { kind: 'do' }>

export interface DialogGiven {
  admin: Admin
  page: ListPage
  selection: Selection
  count: number | null
  shown: readonly string[]
  onClosed: () => void
  onSaved: () => void
}

export function doingDialog(opened: OpenDialog, given: DialogGiven) {
  return keyed(opened, renderDoing(opened, given))
}

function renderDoing(opened: OpenDialog, { admin, page, selection, count, shown, onClosed, onSaved }: DialogGiven) {
  switch (opened.kind) {
    case 'form': return html`<ark-form-dialog .admin=${admin} .form=${opened.form} @closed=${onClosed}
      @saved=${onSaved}>
      </ark-form-dialog>`
    case 'ask': return html`<ark-ask-dialog .admin=${admin} .ask=${opened.ask} @closed=${onClosed} @saved=${onSaved}>
      </ark-ask-dialog>`
    case 'view': return opened.view(onClosed)
    case 'import': return html`<ark-import-dialog .admin=${admin} .sheet=${opened.sheet} @closed=${onClosed}
      @saved=${onSaved}></ark-import-dialog>`
    case 'bulk': return html`<ark-bulk-dialog .admin=${admin} .action=${opened.action} .selection=${selection}
      .count=${count} @closed=${onClosed} @saved=${onSaved}></ark-bulk-dialog>`
    case 'export': return html`<ark-export-dialog .admin=${admin} .resource=${page.resource} .selection=${selection}
      .shown=${shown} .countText=${exportText(selection, count)} @closed=${onClosed}></ark-export-dialog>`
  }
}

function exportText(selection: Selection, count: number | null): string {
  if ('rows' in selection) return `导出已选的 ${selection.rows.length.toLocaleString('zh-CN')} 条。`
  return count === null || count === 0 ? '导出全部搜索结果。' : `导出全部搜索结果，${count.toLocaleString('zh-CN')} 条。`
}
