/**
 * Goes round a set in slices, so that no turn of the loop is spent on all of it: each member has its turn once a
 * round, however many come and go meanwhile.
 */
export class Slices<Member> {
  readonly #members: ReadonlySet<Member>
  #round: Iterator<Member> | null = null

  constructor(members: ReadonlySet<Member>) {
    this.#members = members
  }

  /** The next `1 / slices` of them. */
  *next(slices: number): IterableIterator<Member> {
    for (let left = Math.ceil(this.#members.size / slices); left > 0; left--) {
      this.#round ??= this.#members.values()
      const { value, done } = this.#round.next()
      if (done === true) {
        this.#round = null
        return
      }
      yield value
    }
  }
}
