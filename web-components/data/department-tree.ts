import { type Signal, signal } from '@preact/signals-core'
import { type DepartmentRow, listDepartments } from '../../protocol/operations/departments.ts'
import type { OperationFault } from '../../protocol/operation.ts'
import type { Api } from './api.ts'
import type { LiveHints } from './live-hints.ts'

/** The departments this user sees, read when they are needed and again when they change. */
export class DepartmentTree {
  readonly rows: Signal<readonly DepartmentRow[] | null> = signal(null)
  readonly fault: Signal<OperationFault | null> = signal(null)
  readonly #api: Api
  #isAsked = false

  constructor({ api, live }: { api: Api; live: LiveHints }) {
    this.#api = api
    live.listen(['departments'], () => {
      if (this.rows.peek() !== null) void this.read()
    })
  }

  async read(): Promise<void> {
    const answer = await this.#api.call(listDepartments, {})
    this.fault.value = answer.ok ? null : answer.fault
    if (answer.ok) this.rows.value = answer.output.rows
  }

  needed(): readonly DepartmentRow[] {
    if (this.rows.peek() === null && !this.#isAsked) void this.read()
    this.#isAsked = true
    return this.rows.value ?? []
  }
}

export interface TreeItem { row: DepartmentRow; depth: number; path: string; hasChildren: boolean }

/** In reading order, each below its parent. */
export function treeItems(rows: readonly DepartmentRow[]): TreeItem[] {
  const known = new Set(rows.map(({ department }) => department))
  const below = (parent: string | null, depth: number, path: string): TreeItem[] => rows
    .filter((row) => parent === null ? isTop(row, known) : row.parent === parent && !isTop(row, known))
    .flatMap((row) => {
      const own = path === '' ? row.name : `${path} / ${row.name}`
      const children = below(row.department, depth + 1, own)
      return [{ row, depth, path: own, hasChildren: children.length > 0 }, ...children]
    })
  return below(null, 0, '')
}

/** It and everything below: what can't become its parent. */
export function belowOf(rows: readonly DepartmentRow[], department: string): Set<string> {
  const found = new Set([department])
  for (let size = 0; size < found.size;) {
    size = found.size
    for (const row of rows) if (row.parent !== null && found.has(row.parent)) found.add(row.department)
  }
  return found
}

/** A manager of a part sees no parent of its top. */
function isTop({ parent }: DepartmentRow, known: ReadonlySet<string>): boolean {
  return parent === null || !known.has(parent)
}
