import { mayDo } from '../../protocol/permissions.ts'
import type { LiveTopic, Resource } from '../../protocol/resource.ts'
import { resources } from '../../protocol/resources/index.ts'
import type { DirectoryChange, SessionEntry, UserEntry } from '../directory/entries.ts'
import type { Hint } from './hints-of.ts'

/** One console that listens. */
export interface Listener {
  readonly session: SessionEntry
  /** As it is now; undefined or disabled: the session is over. */
  readonly user: () => UserEntry | undefined
  /** False: what is under way must be read first. */
  send(text: string): boolean
  close(): void
}

interface Listening { listener: Listener; pending: Map<LiveTopic, Set<string> | 'all'>; isSlow: boolean }

/**
 * Says which lists are stale, each topic at most once a second to each console. What a slow one hasn't read is
 * merged, so it costs a few hundred bytes for each topic, however long it lasts.
 */
export class LiveHints {
  readonly #listeners = new Set<Listening>()

  get size(): number {
    return this.#listeners.size
  }

  /** Null: too many already. Else how to go on when it has read, and how to end. */
  add(listener: Listener): { writable(): void; remove(): void } | null {
    const own = [...this.#listeners].filter((one) => one.listener.session.user === listener.session.user)
    if (this.#listeners.size >= listenersMax || own.length >= ofOneUserMax) return null
    const listening: Listening = { listener, pending: new Map(), isSlow: false }
    this.#listeners.add(listening)
    return {
      writable: () => { listening.isSlow = false },
      remove: () => void this.#listeners.delete(listening),
    }
  }

  tell({ topic, id }: Hint): void {
    for (const { pending } of this.#listeners) {
      const ids = pending.get(topic) ?? new Set<string>()
      const isWhole = ids === 'all' || id === undefined || ids.size >= idsMax
      pending.set(topic, isWhole ? 'all' : ids.add(id))
    }
  }

  /** Once a second. */
  flush(nowMs: number): void {
    for (const listening of this.#listeners) this.#flushOne(listening, nowMs)
  }

  /** A comment, so that proxies keep quiet lines open. */
  beat(): void {
    for (const listening of this.#listeners) {
      if (!listening.isSlow) listening.isSlow = !listening.listener.send(':\n\n')
    }
  }

  onDirectoryChange(change: DirectoryChange): void {
    for (const { listener } of this.#listeners) {
      const { session } = listener
      if (change.kind === 'sessionEnded' && change.hash === session.hash) listener.close()
      if (change.kind === 'userDisabled' && change.user === session.user) listener.close()
    }
  }

  closeAll(): void {
    for (const { listener } of this.#listeners) listener.close()
  }

  #flushOne(listening: Listening, nowMs: number): void {
    const { listener, pending } = listening
    const user = listener.user()
    if (user === undefined || user.disabled || listener.session.expiresAtMs <= nowMs) return listener.close()
    for (const [topic, ids] of pending) {
      if (listening.isSlow) return
      pending.delete(topic)
      if (!mayHear(user, topic)) continue
      // Ids only for who sees every row anyway.
      const named = ids !== 'all' && mayDo(user.permissions, 'companyScope') ? { ids: [...ids] } : {}
      listening.isSlow = !listener.send(`data: ${JSON.stringify({ topic, ...named })}\n\n`)
    }
  }
}

/** Whoever may see a list hears of what makes it stale. */
export function mayHear({ permissions }: Pick<UserEntry, 'permissions'>, topic: LiveTopic): boolean {
  const lists: Resource[] = Object.values(resources)
  return lists.some(({ live, permission }) => live.includes(topic) && mayDo(permissions, permission))
}

const listenersMax = 5_000
const ofOneUserMax = 30
const idsMax = 100
