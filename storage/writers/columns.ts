/**
 * Rows as the arrays of a multi-row `unnest`, one per column. A column of nothing but nulls is sent as one
 * null: `unnest` fills shorter columns up with nulls, and most optional columns of most batches are empty.
 */
export function columns<Row>(rows: readonly Row[], ...pick: readonly ((row: Row) => unknown)[]): unknown[] {
  return pick.map((value) => {
    const column = Array.from<unknown>({ length: rows.length })
    let filled = false
    for (let index = 0; index < rows.length; index++) {
      const cell = value(rows[index] as Row) ?? null
      if (cell !== null) filled = true
      column[index] = cell
    }
    return filled ? column : null
  })
}
