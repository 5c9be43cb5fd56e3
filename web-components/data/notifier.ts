import { effect, signal } from '@preact/signals-core'
import type { HubEvent, Placed, UnknownEvent } from '../../protocol/events/index.ts'
import { Attention } from './attention.ts'
import type { ConversationKey } from './conversation-key.ts'
import { Leader } from './leader.ts'
import { type Notice, isQuietHour, noticeOf, wordsOf } from './notice-of.ts'
import type { SeatConsole } from './seat-console.ts'
import { Sounds } from './sounds.ts'

/**
 * Tells the agent who looks elsewhere: a desktop notification and a sound by one tab of the browser, for conversations
 * that nobody has before their eyes; the count on the app's icon. What is said follows the user's preferences.
 */
export class Notifier {
  readonly sounds = new Sounds()
  /** Nothing disturbs until then. */
  readonly pausedUntilMs = signal(0)
  readonly #seat: SeatConsole
  readonly #leader: Leader
  readonly #attention: Attention
  readonly #shown = new Map<ConversationKey, Notification>()
  readonly #stops: (() => void)[] = []
  #permission = { isGranted: false, untilMs: 0 }

  constructor(seat: SeatConsole) {
    this.#seat = seat
    const { user } = seat.user
    this.#leader = new Leader(`ark-notifier-${user}`)
    this.#attention = new Attention(`ark-attention-${user}`)
    this.#stops.push(
      effect(() => this.#onOpen(seat.open.value)),
      effect(() => this.#badge(seat.unreadTotal.value)),
      seat.onHappened((placed) => this.#onHappened(placed)),
    )
    for (const name of attentive) addEventListener(name, this.#look)
    document.addEventListener('visibilitychange', this.#look)
  }

  stop(): void {
    for (const stop of this.#stops) stop()
    for (const name of attentive) removeEventListener(name, this.#look)
    document.removeEventListener('visibilitychange', this.#look)
    for (const shown of this.#shown.values()) shown.close()
    this.#shown.clear()
    this.#attention.stop()
    this.#leader.stop()
    this.sounds.stop()
  }

  pauseFor(ms: number): void {
    this.pausedUntilMs.value = ms === 0 ? 0 : Date.now() + ms
  }

  #onHappened(placed: Placed<HubEvent | UnknownEvent>): void {
    if (!this.#leader.isLeading.peek()) return
    const { user } = this.#seat
    const notice = noticeOf(placed, { user: user.user, nowMs: this.#seat.nowMs() })
    if (notice === null || this.#attention.isSeen(notice.key)) return
    const preferences = this.#seat.preferences.now.peek()
    if (this.pausedUntilMs.peek() > Date.now() || isQuietHour(preferences, new Date())) return
    if (preferences.sound !== 'off') this.sounds.play(preferences.sound, preferences.volume)
    if (preferences.notify) void this.#name(notice).then((name) => this.#show({ ...notice, name }))
  }

  /** A conversation that is new is read first: its name comes with it. */
  #name({ key, name }: Notice): Promise<string> {
    const { conversations } = this.#seat.store
    if (name !== null || conversations.row(key) !== null) return Promise.resolve(name ?? this.#seat.nameOf(key))
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer)
        stop()
        resolve(this.#seat.nameOf(key))
      }
      const timer = setTimeout(end, nameMs)
      const stop = conversations.revision.subscribe(() => {
        if (conversations.row(key) !== null) queueMicrotask(end)
      })
    })
  }

  /** One for each conversation: the next message takes its place. */
  #show(notice: Notice & { name: string }): void {
    if (!this.#mayShow()) return
    const { title, body } = wordsOf(notice, this.#seat.preferences.now.peek().notifyShows)
    const { key } = notice
    this.#shown.get(key)?.close()
    // The system's own sound would be a second one.
    const shown = new Notification(title, { body, tag: `ark ${key}`, silent: true, icon: '/icon.svg' })
    shown.addEventListener('click', () => {
      globalThis.focus()
      this.#seat.openThread(key)
      shown.close()
    })
    shown.addEventListener('close', () => {
      if (this.#shown.get(key) === shown) this.#shown.delete(key)
    })
    this.#shown.set(key, shown)
    const [oldest] = this.#shown
    if (oldest !== undefined && this.#shown.size > shownMost) oldest[1].close()
  }

  /** Asked once a second: the answer comes from another process, and the page stands still for it. */
  #mayShow(): boolean {
    if (performance.now() >= this.#permission.untilMs) {
      const isGranted = typeof Notification !== 'undefined' && Notification.permission === 'granted'
      this.#permission = { isGranted, untilMs: performance.now() + askAgainMs }
    }
    return this.#permission.isGranted
  }

  #onOpen(key: ConversationKey | null): void {
    this.#look()
    if (key !== null) this.#shown.get(key)?.close()
  }

  readonly #look = (): void => {
    const isThere = document.visibilityState === 'visible' && document.hasFocus()
    this.#attention.look(isThere ? this.#seat.open.peek() : null)
  }

  #badge(unread: number): void {
    if (!('setAppBadge' in navigator)) return
    const done = unread === 0 ? navigator.clearAppBadge() : navigator.setAppBadge(unread)
    done.catch(() => undefined)
  }
}

const attentive = ['focus', 'blur'] as const
/** Older ones are closed: nobody reads a wall of them. */
const shownMost = 8
/** Longer nobody waits for a name. */
const nameMs = 2_000
const askAgainMs = 1_000
