import type { FilterValues, Selection } from '../../protocol/resource.ts'

/** Which rows of a list are ticked: some by their ids, or all that the search finds but a few. */
export type SelectedRows =
  | { readonly all: false; readonly ids: ReadonlySet<string> }
  | { readonly all: true; readonly except: ReadonlySet<string> }

export const noRows: SelectedRows = { all: false, ids: new Set() }
export const allRows: SelectedRows = { all: true, except: new Set() }

export function isSelected(selected: SelectedRows, id: string): boolean {
  return selected.all ? !selected.except.has(id) : selected.ids.has(id)
}

export function withRow(selected: SelectedRows, { id, chosen }: { id: string; chosen: boolean }): SelectedRows {
  if (selected.all) return { all: true, except: changed(selected.except, { id, kept: !chosen }) }
  return { all: false, ids: changed(selected.ids, { id, kept: chosen }) }
}

export function withRows(selected: SelectedRows, ids: readonly string[], chosen: boolean): SelectedRows {
  return ids.reduce((so, id) => withRow(so, { id, chosen }), selected)
}

/** Null while it isn't known how many there are. */
export function selectedCount(selected: SelectedRows, total: number | null): number | null {
  if (!selected.all) return selected.ids.size
  return total === null ? null : Math.max(0, total - selected.except.size)
}

/** As it travels: with nothing ticked it is all that the search finds. */
export function selectionOf(selected: SelectedRows, filters: FilterValues): Selection {
  if (!selected.all && selected.ids.size > 0) return { rows: [...selected.ids] }
  return selected.all && selected.except.size > 0 ? { filters, except: [...selected.except] } : { filters }
}

function changed(ids: ReadonlySet<string>, { id, kept }: { id: string; kept: boolean }): ReadonlySet<string> {
  const next = new Set(ids)
  if (kept) next.add(id)
  else next.delete(id)
  return next
}
