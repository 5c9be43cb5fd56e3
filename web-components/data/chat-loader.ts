import { signal } from '@preact/signals-core'
import { type InThread, compareMessages } from '../../protocol/chat-message.ts'
import type { Position } from '../../protocol/ids.ts'
import type { AnyOperation, InputOf, OperationFault, OutputOf } from '../../protocol/operation.ts'
import { type MessageRow, type ThreadPage, getConversation, listAccounts, listConversations, listMessages }
  from '../../protocol/operations/chat.ts'
import { readDesk } from '../../protocol/operations/desk.ts'
import type { NoteRow } from '../../protocol/operations/teamwork.ts'
import { type Answer, type Api, type Given, isPassing } from './api.ts'
import type { ChatStore, Read } from './chat-store.ts'
import { type ConversationKey, splitKey } from './conversation-key.ts'
import type { Thread } from './thread.ts'
import { lowest } from './thread-notes.ts'

/** Reads what the store needs from the hub's operations, again and again while the hub is away. */
export class ChatLoader {
  readonly #api: Api
  readonly #store: ChatStore
  /** Its newest messages have been read. */
  readonly #onThread: (thread: Thread) => void
  /** Rises with each fresh load: answers to an older one's questions are thrown away. */
  #run = 0
  #settling = false
  /** Why the first load doesn't come forward. */
  readonly fault = signal<OperationFault | null>(null)
  readonly loadedOnce = signal(false)

  constructor({ api, store, onThread }: { api: Api; store: ChatStore; onThread: (thread: Thread) => void }) {
    this.#api = api
    this.#store = store
    this.#onThread = onThread
  }

  /** After so long: accounts, then all conversations page by page; the first page shows at once. */
  async loadAfresh({ inMs = 0 } = {}): Promise<void> {
    const run = ++this.#run
    if (inMs > 0) await new Promise((resolve) => setTimeout(resolve, inMs))
    if (run !== this.#run) return
    if (await this.#readAccounts(run) === null) return
    await this.#readDesk(run)
    await this.#readConversations(run)
    await this.settleWants()
  }

  /** Reads what events asked for. Called after each frame; one round at a time. */
  async settleWants(): Promise<void> {
    if (this.#settling || !this.loadedOnce.peek()) return
    this.#settling = true
    const run = this.#run
    const { wants } = this.#store
    try {
      while (run === this.#run && (wants.accounts || wants.conversations.size > 0)) {
        // After each wait a fresh load may have begun: what is wanted since then is its own.
        if (wants.accounts) {
          await this.#settleAccounts(run)
          continue
        }
        if (wants.conversations.size > readsMost) {
          wants.conversations.clear()
          this.#store.conversations.expire()
          await this.#readConversations(run)
          continue
        }
        const keys = [...wants.conversations].slice(0, readsAtOnce)
        await Promise.all(keys.map((key) => this.#readConversation(run, key)))
      }
    } finally {
      this.#settling = false
    }
    if (run !== this.#run) await this.settleWants()
  }

  async #settleAccounts(run: number): Promise<void> {
    this.#store.wants.accounts = false
    const before = this.#accountNames()
    await this.#readAccounts(run)
    // Whole accounts came or went: so did their conversations, of which no event tells.
    if (run !== this.#run || before === this.#accountNames()) return
    this.#store.conversations.expire()
    await this.#readConversations(run)
  }

  /**
   * The newest page; of a thread that was loaded everything down to what was there, so that the place in it can be
   * kept.
   */
  async loadThread(thread: Thread): Promise<void> {
    const run = this.#run
    const downTo = thread.oldest ?? null
    if (thread.state !== 'ready') thread.state = 'loading'
    thread.changed()
    const read = this.#store.beginRead()
    const pages = await this.#readPages(run, { key: thread.key, downTo, read })
    if (pages !== null) {
      this.#store.putThread(thread, pages.rows, { ...pages, read })
      // Old ones came after it was read.
      return thread.outdated ? this.loadThread(thread) : this.#onThread(thread)
    }
    this.#store.abandonRead(read)
    if (run === this.#run && thread.state === 'loading') {
      thread.state = 'failed'
      // It has become ours since it was refused.
      if (thread.outdated) {
        thread.outdated = false
        return this.loadThread(thread)
      }
    }
    thread.changed()
  }

  /** Once for all the old messages it may have got; what is being read sees for itself that it came too early. */
  async readAgain(thread: Thread): Promise<void> {
    const isRead = thread.state === 'ready' && !thread.stale
    if (!thread.outdated || !(isRead || thread.state === 'empty')) return
    thread.outdated = false
    await this.loadThread(thread)
  }

  async loadOlder(thread: Thread): Promise<void> {
    const first = thread.oldest
    if (thread.older === 'loading' || !thread.more || first === undefined || thread.stale) return
    thread.older = 'loading'
    thread.changed()
    const run = this.#run
    const read = this.#store.beginRead()
    const answer = await this.#api.call(listMessages, {
      ...splitKey(thread.key), ...belowOf(first), rows: threadRows, atLeast: this.#store.position ?? 0,
    })
    if (answer.ok && run === this.#run && thread.oldest === first) {
      this.#store.putOlder(thread, answer.output.rows, { ...answer.output, read })
      // Old ones came after it was read.
      return this.readAgain(thread)
    }
    this.#store.abandonRead(read)
    thread.older = answer.ok ? 'idle' : 'failed'
    thread.changed()
  }

  /** `position` is the first page's: none is older, and folding the events of a newer one again changes nothing. */
  async #readPages(
    run: number, { key, downTo, read }: { key: ConversationKey; downTo: InThread | null; read: Read },
  ): Promise<ThreadPage | null> {
    const rows: MessageRow[] = []
    const notes: NoteRow[] = []
    let position: Position | null = null
    for (;;) {
      const size = downTo === null ? threadRows : pageRows
      const input = { ...splitKey(key), ...belowOf(lowest(rows.at(-1), notes.at(-1))), rows: size }
      const asked: Asked = { bracket: read, atLeast: position ?? 0 }
      const answer: { output: ThreadPage } | null = await this.#ask(run, listMessages, input, asked)
      if (answer === null) return null
      rows.push(...answer.output.rows)
      notes.push(...answer.output.notes)
      position ??= answer.output.position
      const { more } = answer.output
      const last = lowest(rows.at(-1), notes.at(-1))
      const enough = downTo === null || last === undefined || compareMessages(last, downTo) <= 0
      if (!more || enough || rows.length >= reloadRowsMost) return { rows, notes, position, more }
    }
  }

  #accountNames(): string {
    return this.#store.accounts.rows.peek().map(({ account }) => account).sort().join(' ')
  }

  async #readAccounts(run: number): Promise<Position | null> {
    const answer = await this.#ask(run, listAccounts, {})
    if (answer === null) return null
    const { rows, position } = answer.output
    this.#store.putAccounts(rows, { position, read: answer.read })
    return position
  }

  /** Pins and drafts come before the rows that show them. */
  async #readDesk(run: number): Promise<void> {
    const answer = await this.#ask(run, readDesk, {})
    if (answer === null) return
    const { output, read } = answer
    this.#store.putDesk(output, { position: output.position, read })
  }

  async #readConversations(run: number): Promise<void> {
    let before: Position | undefined
    for (;;) {
      const input = { ...before !== undefined && { before }, rows: pageRows }
      const answer = await this.#ask(run, listConversations, input)
      if (answer === null) return
      const { rows, more } = answer.output
      this.#store.putConversations(rows, { ...answer.output, read: answer.read })
      this.loadedOnce.value = true
      if (!more || rows.length === 0) return
      before = rows.at(-1)?.lastPosition
    }
  }

  async #readConversation(run: number, key: ConversationKey): Promise<void> {
    this.#store.wants.conversations.delete(key)
    const answer = await this.#ask(run, getConversation, splitKey(key))
    if (answer === null) return
    const { row, position } = answer.output
    this.#store.putConversation(key, row, { position, read: answer.read })
  }

  /**
   * Asks for what is at least as new as what the store has applied, and as `atLeast`; null when a newer load has begun
   * or it makes no sense.
   */
  async #ask<O extends AnyOperation>(
    run: number, operation: O, input: Omit<Given<InputOf<O>>, 'atLeast'>,
    { bracket, atLeast = 0 }: Asked = {},
  ): Promise<{ output: OutputOf<O>; read: Read } | null> {
    for (let attempt = 0; ; attempt += 1) {
      const read = bracket ?? this.#store.beginRead()
      const newest = Math.max(this.#store.position ?? 0, atLeast)
      const asked = { ...input, atLeast: newest } as unknown as Given<InputOf<O>>
      const answer: Answer<OutputOf<O>> = await this.#api.call(operation, asked)
      if (run !== this.#run) return null
      if (answer.ok) {
        this.fault.value = null
        return { output: answer.output, read }
      }
      if (bracket === undefined) this.#store.abandonRead(read)
      this.fault.value = answer.fault
      if (!isPassing(answer.fault)) return null
      const delayMs = Math.min(retryMostMs, retryFirstMs * 2 ** attempt) * (0.5 + Math.random() / 2)
      await new Promise((resolve) => setTimeout(resolve, delayMs))
      if (run !== this.#run) return null
    }
  }
}

interface Asked { bracket?: Read; atLeast?: Position }

/** What a page of a thread goes on from. */
function belowOf(row: InThread | undefined): { before?: Position; beforeMs?: number } {
  return row === undefined ? {} : { before: row.position, beforeMs: row.journalMs }
}

const pageRows = 200
const threadRows = 50
const readsAtOnce = 4
/** More than these are read as pages: a manager assigns thousands at once. */
const readsMost = 40
const retryFirstMs = 500
const retryMostMs = 10_000
/** After a reset nobody needs more of one thread than this at once; the rest scrolls in again. */
const reloadRowsMost = 4_000
