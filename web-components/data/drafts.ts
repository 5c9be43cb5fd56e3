import { signal } from '@preact/signals-core'
import type { UserId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { byteLength } from '../../protocol/fields.ts'
import type { ConversationKey } from './conversation-key.ts'
import type { Desk, KeptDraft } from './desk.ts'

export interface DraftsParts {
  user: UserId
  desk: Desk
  /** Says it to the hub; false: not now, there is no line. */
  say: (key: ConversationKey, text: string) => boolean
  nowMs: () => number
  storage?: Storage
}

/**
 * What was typed and not sent. Each pause in typing is told to the hub, which keeps it and tells the user's other
 * consoles: of two computers the one written last wins. Until the hub has told it back it lies in this browser too, so
 * neither a reload nor a broken line loses it.
 *
 * write → own (in this browser) ──a pause, and a line──▶ said ──came back──▶ the hub's
 */
export class Drafts {
  /** Rises with each change of what is own: what a list depends on, beside the desk. */
  readonly revision = signal(0)
  readonly #prefix: string
  readonly #storage: Storage
  readonly #parts: DraftsParts
  readonly #own = new Map<ConversationKey, OwnDraft>()
  readonly #stopSettling: () => void
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(parts: DraftsParts) {
    this.#parts = parts
    this.#storage = parts.storage ?? localStorage
    this.#prefix = `ark:draft:${parts.user}:`
    for (const [key, own] of this.#stored()) this.#own.set(key, own)
    this.#stopSettling = parts.desk.drafts.subscribe((kept) => {
      if (parts.desk.preferences.peek() !== null) this.#settle(kept)
    })
  }

  read(key: ConversationKey): string {
    void this.revision.value
    return this.#own.get(key)?.text ?? this.#parts.desk.drafts.value.get(key)?.text ?? ''
  }

  /** What another console has written meanwhile; null while there is something own. */
  keptElsewhere(key: ConversationKey): string | null {
    void this.revision.value
    return this.#own.has(key) ? null : this.#parts.desk.drafts.value.get(key)?.text ?? ''
  }

  write(key: ConversationKey, text: string): void {
    const trimmed = text.trim() === '' ? '' : text
    if (trimmed === this.read(key)) return
    // What is longer than a message stays in this browser until it is shortened.
    this.#keep(key, { text: trimmed, atMs: this.#parts.nowMs(), isSaid: false })
    if (trimmed === '') this.flush()
    else this.#flushSoon()
  }

  /** Tells the hub what it doesn't know yet. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (const [key, own] of this.#own) {
      if (own.isSaid || byteLength(own.text) > limits.textBytesMax) continue
      if (!this.#parts.say(key, own.text)) return
      own.isSaid = true
    }
  }

  /** The conversations with a draft: their rows show it. */
  keys(): Set<ConversationKey> {
    void this.revision.value
    const keys = new Set(this.#parts.desk.drafts.value.keys())
    for (const [key, { text }] of this.#own) {
      if (text === '') keys.delete(key)
      else keys.add(key)
    }
    return keys
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#stopSettling()
  }

  /** What the hub has is no more own. */
  #settle(kept: ReadonlyMap<ConversationKey, KeptDraft>): void {
    let isChanged = false
    for (const [key, own] of this.#own) {
      const theirs = kept.get(key)
      // Written on another computer after this one had lost its line.
      const isOlder = !own.isSaid && theirs !== undefined && theirs.savedMs > own.atMs
      if (!isOlder && (theirs?.text ?? '') !== own.text) continue
      this.#own.delete(key)
      this.#forget(key)
      isChanged = true
    }
    if (isChanged) this.revision.value = this.revision.peek() + 1
  }

  #flushSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.flush(), pauseMs)
  }

  #keep(key: ConversationKey, own: OwnDraft): void {
    this.#own.set(key, own)
    this.revision.value = this.revision.peek() + 1
    try {
      this.#storage.setItem(this.#prefix + key, JSON.stringify({ text: own.text, atMs: own.atMs }))
    } catch {
      // A full storage loses the draft only when the page is left before the hub has it.
    }
  }

  #forget(key: ConversationKey): void {
    try {
      this.#storage.removeItem(this.#prefix + key)
    } catch {
      // Then it is found again after a reload, and is the hub's already.
    }
  }

  * #stored(): Iterable<[ConversationKey, OwnDraft]> {
    for (let index = 0; index < this.#storage.length; index += 1) {
      const name = this.#storage.key(index) ?? ''
      if (!name.startsWith(this.#prefix)) continue
      const own = readOwn(this.#storage.getItem(name) ?? '')
      if (own !== null) yield [name.slice(this.#prefix.length) as ConversationKey, own]
    }
  }
}

interface OwnDraft { text: string; atMs: number; isSaid: boolean }

/** Null for what isn't one of ours; a bare text is one of an earlier version. */
function readOwn(stored: string): OwnDraft | null {
  try {
    const { text, atMs } = JSON.parse(stored) as { text?: unknown; atMs?: unknown }
    if (typeof text !== 'string' || typeof atMs !== 'number') return null
    return { text, atMs, isSaid: false }
  } catch {
    return stored === '' ? null : { text: stored, atMs: 0, isSaid: false }
  }
}

/** So long nobody has typed: the hub is told a few words at a time, not every letter. */
const pauseMs = 1_000
