import { signal } from '@preact/signals-core'
import type { HubEvent, UnknownEvent } from '../../protocol/events/index.ts'
import type { LibraryGroup } from '../../protocol/operations/library-groups.ts'
import { type QuickReply, listQuickReplies } from '../../protocol/operations/quick-replies.ts'
import type { Api } from './api.ts'
import { faultText } from './fault-text.ts'

/** What an agent may send at once: read when it is first wanted, and again when the hub says that it changed. */
export class QuickReplies {
  readonly groups = signal<readonly LibraryGroup[]>([])
  /** In the order of their groups, then their own. */
  readonly replies = signal<readonly QuickReply[]>([])
  readonly state = signal<'empty' | 'reading' | 'ready' | 'failed'>('empty')
  readonly fault = signal('')
  readonly #api: Api
  readonly #nowMs: () => number
  #shelves: readonly string[] = []
  #readAtMs = -Infinity
  #reading: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(api: Api, { nowMs = Date.now }: { nowMs?: () => number } = {}) {
    this.#api = api
    this.#nowMs = nowMs
  }

  /** What is old is read again, and shown meanwhile. */
  needed(): void {
    if (this.#nowMs() - this.#readAtMs > oldMs) void this.read()
  }

  onHappened(event: HubEvent | UnknownEvent): void {
    if (event.kind !== 'configChanged' || this.state.peek() === 'empty') return
    const { area, key } = event
    // Of users only their own change is told: they may be in another department now.
    if (area !== 'user' && area !== 'department' && !(area === 'reply' && this.#shelves.includes(key))) return
    clearTimeout(this.#timer)
    // Shared ones: not all consoles of the company at once.
    const isOwn = area === 'user' || key.startsWith('u/')
    this.#timer = setTimeout(() => void this.read(), isOwn ? soonMs : soonMs * (5 + Math.random() * 15))
  }

  /** One reading at a time; one that is asked for meanwhile follows it. */
  async read(): Promise<void> {
    const before = this.#reading
    const mine = (before ?? Promise.resolve()).then(() => this.#read())
    this.#reading = mine
    await mine
    if (this.#reading === mine) this.#reading = null
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  async #read(): Promise<void> {
    if (this.state.peek() !== 'ready') this.state.value = 'reading'
    const found: QuickReply[] = []
    let groups: readonly LibraryGroup[] = []
    let after: QuickReply['reply'] | null = null
    do {
      const answer: Awaited<ReturnType<typeof this.askPage>> = await this.askPage(after)
      if (!answer.ok) {
        this.fault.value = faultText(answer.fault)
        if (this.state.peek() !== 'ready') this.state.value = 'failed'
        return
      }
      const { output } = answer
      if (after === null) groups = output.groups
      found.push(...output.replies)
      this.#shelves = output.shelves
      after = output.next
    } while (after !== null && found.length < repliesMax)
    this.groups.value = groups
    this.replies.value = inOrder(found, groups)
    this.#readAtMs = this.#nowMs()
    this.state.value = 'ready'
  }

  private askPage(after: QuickReply['reply'] | null) {
    return this.#api.call(listQuickReplies, { after })
  }
}

function inOrder(replies: readonly QuickReply[], groups: readonly LibraryGroup[]): QuickReply[] {
  const order = new Map(groups.map(({ group }, at) => [group, at]))
  return replies.toSorted((a, b) => (order.get(a.group) ?? 0) - (order.get(b.group) ?? 0) || a.place - b.place)
}

/** 10,000 of 500 bytes are 5 MB in a console's memory. */
const repliesMax = 10_000
const oldMs = 5 * 60_000
const soonMs = 200
