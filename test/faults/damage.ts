import assert from 'node:assert/strict'
import { cp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a disk may do to the file that holds the journal's newest records. `at`: the share of it that stays whole. */
export type Damage =
  | { kind: 'flippedBit' | 'truncated'; at: number }
  | { kind: 'zeroes' | 'gone' }

/** The stream's files of a nats-server that isn't running, to be spoiled and brought back. */
export class JournalFiles {
  readonly #folder: string
  readonly #copy: string

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'jetstream/jetstream/$G/streams/journal')
    this.#copy = join(dataDir, 'whole-journal')
  }

  async keep(): Promise<void> {
    await cp(this.#folder, this.#copy, { recursive: true })
  }

  async bringBack(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
    await cp(this.#copy, this.#folder, { recursive: true })
  }

  async damage(damage: Damage): Promise<void> {
    const block = await this.#newestBlock()
    if (damage.kind === 'gone') return rm(block)
    const bytes = await readFile(block)
    switch (damage.kind) {
      case 'truncated': return truncate(block, Math.floor(bytes.length * damage.at))
      case 'zeroes': return writeFile(block, new Uint8Array(bytes.length))
      case 'flippedBit': {
        // Inside of a message's text: a bit of a record's head would make the server drop all that follows, which only
        // the hub's own mark can tell (that is `truncated`).
        const place = bytes.indexOf('话话话话', Math.floor(bytes.length * damage.at))
        assert(place !== -1, 'there is a text behind this place')
        bytes[place] = (bytes[place] as number) ^ 4
        return writeFile(block, bytes)
      }
    }
  }

  /** Blocks are numbered. */
  async #newestBlock(): Promise<string> {
    const names = (await readdir(join(this.#folder, 'msgs'))).filter((name) => name.endsWith('.blk'))
    const newest = names.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)).at(-1)
    if (newest === undefined) throw new Error('the journal has no block')
    return join(this.#folder, 'msgs', newest)
  }
}
