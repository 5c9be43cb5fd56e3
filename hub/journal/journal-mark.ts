import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Mark {
  /** Of the stream. */
  created: string
  /** The last record this hub has read. */
  sequence: number
}

/**
 * How far this hub has read the journal, in a file of its own: the only witness of records that were acked,
 * not yet stored, and then lost with the disk of NATS. It lags by a second, for it needn't be exact.
 */
export class JournalMark {
  readonly file: string
  #noted = 0
  #writing = false

  constructor(dataDir: string) {
    this.file = join(dataDir, 'journal-mark.json')
  }

  /** Null where there is none, or none that can be read. */
  async read(): Promise<Mark | null> {
    try {
      const { created, sequence } = JSON.parse(await readFile(this.file, 'utf8')) as Mark
      return typeof created === 'string' && Number.isSafeInteger(sequence) ? { created, sequence } : null
    } catch {
      return null
    }
  }

  /** A mark that can't be written is missed by nobody but a later loss. */
  async note(mark: Mark): Promise<void> {
    if (this.#writing || mark.sequence === this.#noted) return
    this.#writing = true
    try {
      await writeFile(`${this.file}.new`, JSON.stringify(mark), { mode: 0o600 })
      await rename(`${this.file}.new`, this.file)
      this.#noted = mark.sequence
    } catch {
      // A full disk: the next second tries again.
    } finally {
      this.#writing = false
    }
  }
}
