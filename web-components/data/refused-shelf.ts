import type { AccountId, PeerId, UserId } from '../../protocol/ids.ts'

/** A text that the hub refused: nobody else has it, so it is kept until the agent has dealt with it. */
export interface RefusedText {
  id: string
  account: AccountId
  peer: PeerId
  text: string
  atMs: number
  fault: { code: string; reason: string }
}

/** The refused texts of this tab; they survive a reload. */
export class RefusedShelf {
  readonly #storage: Storage
  readonly #name: string

  constructor({ user, storage }: { user: UserId; storage: Storage }) {
    this.#storage = storage
    this.#name = `ark:refused:${user}`
  }

  all(): RefusedText[] {
    try {
      const kept = JSON.parse(this.#storage.getItem(this.#name) ?? '[]') as unknown
      return Array.isArray(kept) ? kept as RefusedText[] : []
    } catch {
      return []
    }
  }

  add(refused: RefusedText): void {
    this.#write([...this.all().filter(({ id }) => id !== refused.id), refused].slice(-keptMost))
  }

  remove(id: string): void {
    const all = this.all()
    if (all.some((one) => one.id === id)) this.#write(all.filter((one) => one.id !== id))
  }

  #write(all: RefusedText[]): void {
    try {
      this.#storage.setItem(this.#name, JSON.stringify(all))
    } catch {
      // A full storage loses them only with the page.
    }
  }
}

const keptMost = 100
