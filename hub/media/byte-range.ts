export interface ByteRange { from: number, to: number }

/**
 * A `Range` header over `bytes` bytes, ends included. Null: the whole file (no range, several, another unit);
 * 'unsatisfiable': 416.
 */
export function readRange(header: string, bytes: number): ByteRange | null | 'unsatisfiable' {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.replace(/\s/g, ''))
  const [, first = '', last = ''] = found ?? []
  if (found === null || (first === '' && last === '')) return null
  if (first === '') {
    const length = Math.min(Number(last), bytes)
    return length === 0 ? 'unsatisfiable' : { from: bytes - length, to: bytes - 1 }
  }
  const from = Number(first)
  if (last !== '' && Number(last) < from) return null
  if (from >= bytes) return 'unsatisfiable'
  return { from, to: last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1) }
}

export interface UploadRange extends ByteRange { total: number }

/** `bytes a-b/total` of an upload, or null. */
export function readContentRange(header: string): UploadRange | null {
  const found = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(header.trim())
  if (found === null) return null
  const [from, to, total] = found.slice(1).map(Number) as [number, number, number]
  return from <= to && to < total ? { from, to, total } : null
}
