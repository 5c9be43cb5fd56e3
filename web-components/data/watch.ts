import { signal } from '@preact/signals-core'
import { type HubEvent, type Placed, readEvent } from '../../protocol/events/index.ts'
import type { Position } from '../../protocol/ids.ts'
import { type ConversationRow, listMessages } from '../../protocol/operations/chat.ts'
import { type Api, isPassing } from './api.ts'
import { type ConversationKey, keyOf, splitKey } from './conversation-key.ts'
import type { CompanyMessage } from './seat-link.ts'
import { Thread } from './thread.ts'

type Told = Exclude<CompanyMessage, { kind: 'attendance' }>

/**
 * A conversation of somebody else that a supervisor looks at, live: none → asked → watching (told from a position on;
 * the thread is read at it) → ended, by whom or why. A new connection asks anew.
 */
export class Watch {
  readonly row = signal<ConversationRow | null>(null)
  /** Why it ended, by the hub's word. */
  readonly ended = signal<'noRight' | 'served' | null>(null)
  readonly #api: Api
  readonly #askAgain: () => void
  #thread: Thread | null = null
  /** Events that came before the thread was read. */
  #early: Placed<HubEvent>[] = []
  #run = 0

  constructor({ api, askAgain }: { api: Api; askAgain: () => void }) {
    this.#api = api
    this.#askAgain = askAgain
  }

  open(row: ConversationRow | null): void {
    this.#run += 1
    this.row.value = row
    this.ended.value = null
    this.#thread = row === null ? null : new Thread(keyOf(row))
    this.#early = []
  }

  thread(key: ConversationKey): Thread | null {
    return this.#thread?.key === key ? this.#thread : null
  }

  onTold(told: Told): void {
    if (told.kind === 'watched') return this.#onWatched(told)
    if (keyOf(told) !== this.#thread?.key) return
    if (told.kind === 'watching') return void this.#load(told.position)
    if (told.code === 'slow') return this.#askAgain()
    this.ended.value = told.code
  }

  async #load(position: Position): Promise<void> {
    const run = ++this.#run
    const thread = this.#thread as Thread
    this.ended.value = null
    this.#early = []
    if (thread.state !== 'ready') thread.state = 'loading'
    thread.stale = true
    thread.changed()
    const answer = await this.#api.call(listMessages, { ...splitKey(thread.key), atLeast: position, rows: pageRows })
    if (run !== this.#run) return
    if (answer.ok) {
      thread.replace(answer.output.rows, answer.output)
      for (const placed of this.#early) thread.apply(placed)
      this.#early = []
      return
    }
    if (isPassing(answer.fault)) return void setTimeout(() => run === this.#run && this.#askAgain(), retryMs)
    thread.state = 'failed'
    thread.changed()
  }

  #onWatched({ position, journalMs, event: values }: Extract<Told, { kind: 'watched' }>): void {
    const event = readEvent(values)
    const thread = this.#thread
    if (thread === null || !('kind' in event) || event.kind === 'unknownFact') return
    const placed = { position, journalMs, event }
    if (thread.state === 'ready' && !thread.stale) thread.apply(placed)
    else this.#early.push(placed)
  }
}

const pageRows = 50
const retryMs = 2_000
