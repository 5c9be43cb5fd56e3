/**
 * The one database session goes from owner to owner in the order of asking.
 * An owner that asks again has it already.
 */
export class Turns<Owner extends object> {
  private current: Owner | null = null
  private readonly waiting: { owner: Owner, begin: () => void }[] = []

  has(owner: Owner): boolean {
    return this.current === owner
  }

  async take(owner: Owner): Promise<void> {
    if (this.current === owner) return
    if (this.current === null) {
      this.current = owner
      return
    }
    await new Promise<void>((begin) => this.waiting.push({ owner, begin }))
  }

  pass(owner: Owner): void {
    if (this.current !== owner) throw new Error('only the owner passes the session on')
    const next = this.waiting.shift()
    this.current = next?.owner ?? null
    next?.begin()
  }
}
