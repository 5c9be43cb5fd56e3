/**
 * Rows as the arrays of a multi-row `unnest`, one per column, in PostgreSQL's own notation: `pg` writes arrays
 * too, at several times the cost. A column of nothing but nulls is sent as one null: `unnest` fills shorter
 * columns up with nulls, and most optional columns of most batches are empty.
 */
export function columns<Row>(rows: readonly Row[], ...pick: readonly ((row: Row) => Cell)[]): (string | null)[] {
  return pick.map((value) => {
    let text = ''
    let isFilled = false
    for (const row of rows) {
      const cell = value(row) ?? null
      if (cell !== null) isFilled = true
      text += text === '' ? elementOf(cell) : `,${elementOf(cell)}`
    }
    return isFilled ? `{${text}}` : null
  })
}

export type Cell = string | number | boolean | Uint8Array | null | undefined

/** Arrays of arrays of different lengths don't travel: as text they do. */
export function gramsCell(grams: readonly number[]): string {
  return `{${grams.join(',')}}`
}

function elementOf(cell: Cell): string {
  switch (typeof cell) {
    case 'string': return special.test(cell) ? `"${cell.replace(specials, '\\$&')}"` : `"${cell}"`
    case 'number':
    case 'boolean': return String(cell)
    default: return cell instanceof Uint8Array ? `"\\\\x${hexOf(cell)}"` : 'NULL'
  }
}

function hexOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex')
}

const special = /["\\]/
const specials = /["\\]/g
