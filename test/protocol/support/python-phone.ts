import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { projectRoot } from '../../support/sources.ts'

/** What phone.py tells, one line of JSON each. */
export interface Told {
  event: string
  [what: string]: unknown
}

export interface PythonPhoneOptions {
  hub: string
  disk: string
  token?: string
  account?: string
}

/** The phone in Python as a child process: told what to do and asked what happened. */
export class PythonPhone implements AsyncDisposable {
  readonly told: Told[] = []
  readonly #child: ChildProcess
  readonly #changed = new EventEmitter()
  readonly #errors: string[] = []

  constructor({ hub, disk, token, account }: PythonPhoneOptions) {
    const options = Object.entries({ hub, disk, token, account }).flatMap(([name, value]) => {
      // One argument, not two: a token may begin with a hyphen.
      return value === undefined ? [] : [`--${name}=${value}`]
    })
    this.#child = spawn(systemPython, [join(pythonFolder, 'phone.py'), ...options], { stdio: 'pipe' })
    createInterface({ input: this.#child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      this.told.push(JSON.parse(line) as Told)
      this.#changed.emit('told')
    })
    const errors = createInterface({ input: this.#child.stderr as NodeJS.ReadableStream })
    errors.on('line', (line) => this.#errors.push(line))
    this.#child.once('exit', () => this.#changed.emit('told'))
  }

  /** The first thing told that fits, from `after` on (a count of things told). */
  async tells(event: string, fits: (told: Told) => boolean = () => true, { after = 0 } = {}): Promise<Told> {
    const impatience = AbortSignal.timeout(patienceMs)
    for (;;) {
      const found = this.told.slice(after).find((told) => told.event === event && fits(told))
      if (found !== undefined) return found
      if (this.#child.exitCode !== null) throw new Error(`the phone ended\n${this.#story()}`)
      await once(this.#changed, 'told', { signal: impatience }).catch(() => {
        throw new Error(`the phone does not tell "${event}"\n${this.#story()}`)
      })
    }
  }

  /** Everything up to this number is durable, as the phone has heard it. */
  async acked(number: number): Promise<void> {
    await this.tells('acked', ({ sequence }) => (sequence as number) >= number)
  }

  /** Says a fact; resolves with its number. */
  async say(kind: string, fields: object): Promise<number> {
    const after = this.told.length
    this.#order({ do: 'say', kind, fields })
    return (await this.tells('said', (told) => told['kind'] === kind, { after }))['sequence'] as number
  }

  /** The network is gone for a moment. */
  cut(): void {
    this.#order({ do: 'cut' })
  }

  beatEvery(everyMs: number): void {
    this.#order({ do: 'beat', everyMs })
  }

  /** As if the battery had fallen out. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill()
  }

  #order(order: object): void {
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`)
  }

  #story(): string {
    const told = this.told.slice(-20).map((one) => JSON.stringify(one))
    return [...told, ...this.#errors.slice(-20)].join('\n')
  }
}

/** Debian's: it sees python3-websockets and python3-msgpack. */
export const systemPython = '/usr/bin/python3'
export const pythonFolder = join(projectRoot, 'test/protocol/python')
const patienceMs = 20_000
