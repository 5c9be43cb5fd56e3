import assert from 'node:assert/strict'

/** How a column is written; null may stand in any of them. */
export type CopyType = 'text' | 'int4' | 'int8' | 'bool' | 'bytes' | 'timestamp'

interface CopyValues {
  text: string, int4: number, int8: number, bool: boolean, bytes: Uint8Array, timestamp: number
}

/** One column of a table and where its value is found; times are ms since 1970. */
export type CopyColumn<Row> = {
  [Type in CopyType]: { name: string, type: Type, of: (row: Row) => CopyValues[Type] | null }
}[CopyType]

/** A table that takes rows by binary COPY: a third cheaper than a multi-row insert, on both sides. */
export interface CopyTarget<Row> { readonly sql: string, readonly columns: readonly CopyColumn<Row>[] }

export function copyTarget<Row>(table: string, columns: readonly CopyColumn<Row>[]): CopyTarget<Row> {
  const names = columns.map(({ name }) => name).join(', ')
  return Object.freeze({ sql: `copy ${table} (${names}) from stdin (format binary)`, columns })
}

/** PostgreSQL's binary COPY format: a head, each row with its count of fields, each field with its length. */
export function encodeRows<Row>({ columns }: CopyTarget<Row>, rows: readonly Row[]): Buffer {
  const out = new Bytes(rows.length * columns.length * fieldBytesGuess)
  out.raw(head)
  for (const row of rows) {
    out.int16(columns.length)
    for (const { type, of } of columns) {
      const value = of(row)
      if (value === null) out.int32(-1)
      else out.field(type, value)
    }
  }
  out.int16(-1)
  return out.taken()
}

/** Grows as it is written. */
class Bytes {
  #bytes: Buffer
  #at = 0

  constructor(length: number) {
    this.#bytes = Buffer.allocUnsafe(Math.max(length, head.length + 2))
  }

  raw(bytes: Uint8Array): void {
    this.#room(bytes.length)
    this.#bytes.set(bytes, this.#at)
    this.#at += bytes.length
  }

  int16(value: number): void {
    this.#room(2)
    this.#at = this.#bytes.writeInt16BE(value, this.#at)
  }

  int32(value: number): void {
    this.#room(4)
    this.#at = this.#bytes.writeInt32BE(value, this.#at)
  }

  field(type: CopyType, value: CopyValues[CopyType]): void {
    switch (type) {
      case 'text': return this.#text(value as string)
      case 'bytes':
        this.int32((value as Uint8Array).length)
        return this.raw(value as Uint8Array)
      case 'int4':
        this.int32(4)
        return this.int32(value as number)
      case 'int8': return this.#int64(value as number)
      case 'bool': return this.#bool(value as boolean)
      case 'timestamp': return this.#int64(((value as number) - year2000Ms) * 1000)
    }
  }

  taken(): Buffer {
    return this.#bytes.subarray(0, this.#at)
  }

  #text(value: string): void {
    this.#room(4 + value.length * 3)
    const length = this.#bytes.write(value, this.#at + 4, 'utf8')
    this.#bytes.writeInt32BE(length, this.#at)
    this.#at += 4 + length
  }

  #bool(value: boolean): void {
    this.#room(5)
    this.#at = this.#bytes.writeInt32BE(1, this.#at)
    this.#at = this.#bytes.writeUInt8(value ? 1 : 0, this.#at)
  }

  /** Faster than a BigInt. */
  #int64(value: number): void {
    assert(Number.isSafeInteger(value), 'no integer')
    this.#room(12)
    const high = Math.floor(value / 2 ** 32)
    this.#at = this.#bytes.writeInt32BE(8, this.#at)
    this.#at = this.#bytes.writeInt32BE(high, this.#at)
    this.#at = this.#bytes.writeUInt32BE(value - high * 2 ** 32, this.#at)
  }

  #room(length: number): void {
    if (this.#at + length <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + length))
    larger.set(this.#bytes.subarray(0, this.#at))
    this.#bytes = larger
  }
}

/** Signature, flags and the length of no extension. */
const head = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
/** Where PostgreSQL's times begin. */
const year2000Ms = Date.UTC(2000, 0, 1)
const fieldBytesGuess = 24
