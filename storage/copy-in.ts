/** Rows on their way into a table by COPY: what `pg` runs in place of a query. Settles once. */
export class CopyIn {
  /** The rows that were stored. */
  readonly done: Promise<number>
  /** `pg` puts the end of its patience here, to be called when all is over. */
  callback: (error?: Error) => void = () => undefined
  #sql: string
  #rows: Uint8Array
  #error: Error | null = null
  #stored = 0
  #resolve: (stored: number) => void = () => undefined
  #reject: (error: Error) => void = () => undefined

  constructor({ sql, rows }: { sql: string, rows: Uint8Array }) {
    this.#sql = sql
    this.#rows = rows
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  /** The rows follow at once: a server that refuses the COPY skips them, one that takes it needn't wait for them. */
  submit(to: unknown): void {
    const connection = to as CopyConnection
    connection.stream.cork()
    connection.query(this.#sql)
    connection.sendCopyFromChunk(this.#rows)
    connection.endCopyFrom()
    connection.stream.uncork()
  }

  handleCopyInResponse(): void {
    // Its rows are on their way.
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.#stored = Number(/^COPY (\d+)$/.exec(text)?.[1])
  }

  /** `pg` tells a refusal before the server is ready again, a lost connection at any time. */
  handleError(error: Error): void {
    this.#error ??= error
    this.#reject(error)
    this.callback(error)
  }

  handleReadyForQuery(): void {
    if (this.#error !== null) return
    this.#resolve(this.#stored)
    this.callback()
  }
}

/** The part of pg's connection that a COPY needs. */
interface CopyConnection {
  query(sql: string): void
  sendCopyFromChunk(chunk: Uint8Array): void
  endCopyFrom(): void
  readonly stream: { cork(): void, uncork(): void }
}
