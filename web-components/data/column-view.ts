import type { SavedView } from '../../protocol/operations/lists.ts'
import type { Columns } from '../../protocol/resource.ts'

export interface ShownColumn { name: string; shown: boolean; widthPx: number | null }
export interface ColumnView { columns: ShownColumn[]; density: 'compact' | 'normal' }

/** The columns of a list as a person wants them: saved ones in their order, then those that came later. */
export function readColumnView(
  { columns, order, saved }: { columns: Columns; order: readonly string[]; saved: SavedView | null },
): ColumnView {
  const known = [...order, ...Object.keys(columns).filter((name) => !order.includes(name))]
    .filter((name) => columns[name] !== undefined && columns[name].show !== 'inner')
  const kept = (saved?.columns ?? []).filter(({ name }) => known.includes(name))
    .map(({ name, shown, widthPx }) => ({ name, shown, widthPx: widthPx ?? null }))
  const fresh = known.filter((name) => !kept.some((one) => one.name === name))
    .map((name) => ({ name, shown: isShownFirst(columns, order, name), widthPx: null }))
  return { columns: [...kept, ...fresh], density: saved?.density === 'compact' ? 'compact' : 'normal' }
}

export function savedViewOf({ columns, density }: ColumnView): SavedView {
  return {
    density,
    columns: columns.map(({ name, shown, widthPx }) => ({ name, shown, ...widthPx === null ? {} : { widthPx } })),
  }
}

/** Moves a column before or behind its neighbour. */
export function moved(columns: readonly ShownColumn[], name: string, by: -1 | 1): ShownColumn[] {
  const from = columns.findIndex((one) => one.name === name)
  const to = from + by
  const next = [...columns]
  const one = next[from]
  if (one === undefined || to < 0 || to >= next.length) return next
  next.splice(from, 1)
  next.splice(to, 0, one)
  return next
}

function isShownFirst(columns: Columns, order: readonly string[], name: string): boolean {
  return order.length === 0 ? columns[name]?.show === 'shown' : order.includes(name)
}
