import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { repositoryRoot } from '../../storage/repository-root.ts'
import { type TestHub, type TestHubOptions, runHub } from '../support/hub.ts'

/**
 * A hub that is started again whenever it ends, as by a supervisor, with a clock that can be moved. Ends that
 * nobody ordered are noted.
 */
export class SupervisedHub {
  readonly hub: TestHub
  readonly surprises: string[] = []
  readonly #clockFile: string
  #ordered = 0
  #stopping = false
  readonly #supervision: Promise<void>

  private constructor(hub: TestHub, clockFile: string) {
    this.hub = hub
    this.#clockFile = clockFile
    this.#supervision = this.#supervise()
  }

  static async start(
    options: TestHubOptions, { clockFile }: { clockFile: string },
  ): Promise<{ hub: SupervisedHub; password: string }> {
    const preload = join(repositoryRoot(), 'dist/test/faults/moved-clock.js')
    const env = { ...options.env, ARK_TEST_CLOCK: clockFile, NODE_OPTIONS: `--import ${preload}` }
    const hub = await runHub({ ...options, env })
    return { hub: new SupervisedHub(hub, clockFile), password: hub.password }
  }

  /** The run that it logs under now. */
  get run(): string | null {
    const last = this.hub.log.findLast((line) => line.includes('"run":"'))
    return last === undefined ? null : /"run":"([^"]+)"/.exec(last)?.[1] ?? null
  }

  async moveClock({ byMs, forMs }: { byMs: number; forMs: number }): Promise<void> {
    await writeFile(this.#clockFile, String(byMs))
    await sleep(forMs)
    await writeFile(this.#clockFile, '0')
  }

  /** Ended by this test; it comes back after a while by itself, or at once where that is over already. */
  async end({ signal, forMs }: { signal: 'SIGKILL' | 'SIGTERM'; forMs: number }): Promise<void> {
    this.#ordered += 1
    const patience = setTimeout(() => {
      this.surprises.push(`a hub did not stop within ${stopWithinMs} ms of ${signal}: ${lastWords(this.hub)}`)
      void this.hub.kill()
    }, stopWithinMs)
    await Promise.all([this.hub.kill(signal), sleep(forMs)])
    clearTimeout(patience)
    this.#ordered -= 1
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await this.hub.kill()
    await this.#supervision
    await this.hub[Symbol.asyncDispose]()
  }

  async #supervise(): Promise<void> {
    while (!this.#stopping) {
      if (this.hub.exited && this.#ordered === 0) await this.#revive()
      await sleep(lookAgainMs)
    }
  }

  async #revive(): Promise<void> {
    const { exitCode } = this.hub
    // An order that came while it was starting ends it too, and so does a server that goes while the hub is
    // at its start.
    if (exitCode !== null && exitCode !== 0) {
      this.surprises.push(`a hub ended with ${exitCode}: ${lastWords(this.hub)}`)
    }
    await this.hub.restart().catch(() => undefined)
  }
}

function lastWords({ log }: TestHub): string {
  return log.slice(-3).join(' | ')
}

const lookAgainMs = 100
/** HUB_DRAIN_SECONDS, and then some waiting for servers that don't answer. */
const stopWithinMs = 25_000
