/** Rows by key, read from the database or made by events; those that events changed are written back. */
export class Book<Key, Row> {
  #rows = new Map<Key, Row>()
  #changed = new Set<Key>()

  /** As the database has it. */
  load(key: Key, row: Row): void {
    this.#rows.set(key, row)
  }

  get(key: Key): Row | undefined {
    return this.#rows.get(key)
  }

  set(key: Key, row: Row): void {
    this.#rows.set(key, row)
    this.#changed.add(key)
  }

  /** The database gets this row as it is now. */
  written(key: Key): void {
    this.#changed.delete(key)
  }

  changed(): Row[] {
    return Array.from(this.#changed, (key) => this.#rows.get(key) as Row)
  }

  all(): IterableIterator<[Key, Row]> {
    return this.#rows.entries()
  }
}

/** Ids hold no spaces. */
export const pairKey = (account: string, other: string): string => `${account} ${other}`
