/** A map with a limit: when it is full, the entry that was unused for longest is forgotten. */
export class RecentMap<Key, Value> {
  private readonly entries = new Map<Key, Value>()
  private readonly max: number

  constructor(max: number) {
    this.max = max
  }

  get size(): number {
    return this.entries.size
  }

  /** Reading counts as use. */
  get(key: Key): Value | undefined {
    const value = this.entries.get(key)
    if (value === undefined) return undefined
    this.entries.delete(key)
    this.entries.set(key, value)
    return value
  }

  set(key: Key, value: Value): void {
    this.entries.delete(key)
    this.entries.set(key, value)
    if (this.entries.size <= this.max) return
    for (const oldest of this.entries.keys()) {
      this.entries.delete(oldest)
      return
    }
  }

  delete(key: Key): boolean {
    return this.entries.delete(key)
  }

  values(): IterableIterator<Value> {
    return this.entries.values()
  }
}
