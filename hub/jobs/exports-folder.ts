import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Files that jobs made, by job id; those in the making end in `.part`. */
export class ExportsFolder {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  pathOf(job: string): string {
    return join(this.#folder, job)
  }

  async prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
  }

  async remove(job: string): Promise<void> {
    await rm(this.pathOf(job), { force: true })
    await rm(`${this.pathOf(job)}.part`, { force: true })
  }

  /** Bytes of all files, unfinished ones too. */
  async bytes(): Promise<number> {
    const names = await readdir(this.#folder).catch(() => [])
    const sizes = await Promise.all(names.map((name) => stat(this.pathOf(name)).then(({ size }) => size, () => 0)))
    return sizes.reduce((sum, size) => sum + size, 0)
  }
}
