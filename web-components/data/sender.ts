import { signal } from '@preact/signals-core'
import { emptyBody } from '../../protocol/bodies.ts'
import { type ChatMessage, taskOf } from '../../protocol/chat-message.ts'
import type { HubEvent, Placed, UnknownEvent } from '../../protocol/events/index.ts'
import { originalOf } from '../../protocol/forwarded.ts'
import type { Position, TaskId, UserId } from '../../protocol/ids.ts'
import type { SeatDownlink } from '../../protocol/messages/seat.ts'
import { AskedPhone, type AskFact } from './asked-phone.ts'
import type { ChatStore } from './chat-store.ts'
import { type ConversationKey, keyOf, splitKey } from './conversation-key.ts'
import { faultText } from './fault-text.ts'
import { type Draft, type LocalMessage, type Said, canRecall, newLocal } from './local-message.ts'
import { upload } from './media.ts'
import type { OutboxEntry, SeatFact } from './outbox.ts'
import { type PickedFile, bodyOfFile } from './picked-file.ts'
import { randomId } from './random-id.ts'
import type { RefusedShelf } from './refused-shelf.ts'
import type { Thread } from './thread.ts'

/** What waited in the outbox of a name that this tab no longer has. */
export interface Waiting {
  fact: SeatFact
  task: TaskId
}

export interface SenderParts {
  store: ChatStore
  user: UserId
  /** Puts a fact into the outbox under the next number. */
  say: (fact: SeatFact) => OutboxEntry
  taskOf: (entry: OutboxEntry) => TaskId
  /** What the agent had seen when they began to write. */
  seen: (key: ConversationKey) => Position | null
  /** They know what was said since. */
  confirm: (key: ConversationKey) => void
  onNotice: (text: string) => void
  shelf: RefusedShelf
  nowMs: () => number
}

/**
 * What the agent sends: shown at once as a local message, until its event comes back or the hub refuses it.
 */
export class Sender {
  readonly #parts: SenderParts
  readonly #files = new Map<string, { picked: PickedFile; abort: AbortController }>()
  /** The upload that each conversation's next one waits for. */
  readonly #queues = new Map<ConversationKey, Promise<void>>()
  /** Recalls and originals that phones were asked for. */
  readonly asked = new AskedPhone()
  readonly #previews = new Map<TaskId, string>()
  /** Uploads under way: leaving the page would lose them. */
  readonly uploads = signal(0)

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  sendText(key: ConversationKey, text: string): void {
    this.send(key, { type: 'text', text, media: null, body: emptyBody })
  }

  /** What is there already: a reply, something forwarded, a medium by reference. */
  send(key: ConversationKey, said: Said): void {
    this.#send({ ...splitKey(key), ...said })
  }

  sendFile(key: ConversationKey, picked: PickedFile): void {
    const { type, text } = picked
    const draft: Draft = { ...splitKey(key), type, text, media: null, body: bodyOfFile(picked) }
    const local = newLocal(randomId(), draft, this.#parts.nowMs())
    this.#files.set(local.id, { picked, abort: new AbortController() })
    this.#thread(key).addLocal({ ...local, state: 'uploading', previewUrl: picked.previewUrl })
    this.#queueUpload(key, local.id)
  }

  /** A failed or unknown send keeps its task: a phone that had done it answers, and doesn't repeat it. */
  retry(message: ChatMessage): void {
    const { account, peer, type, text, media, body, task } = message
    if (task === null) return
    const thread = this.#thread(keyOf({ account, peer }))
    thread.retrying.add(task)
    thread.changed()
    const original = originalOf(message)
    const said = { account, peer, type, text, media, body, original }
    this.#parts.say({ kind: 'sendRequested', ...said, retryOf: task, seen: null })
  }

  /** What never became a task is simply sent as new. */
  retryLocal(key: ConversationKey, local: LocalMessage): void {
    const thread = this.#thread(key)
    if (local.state === 'uploadFailed') {
      thread.changeLocal(local.id, { state: 'uploading', fault: null })
      return this.#queueUpload(key, local.id)
    }
    thread.removeLocal(local.id)
    this.#parts.shelf.remove(local.id)
    if (local.fault?.code === 'answeredMeanwhile') this.#parts.confirm(key)
    const { account, peer, type, text, media, body } = local.message
    this.#send({ account, peer, type, text, media, body, original: local.original }, local.previewUrl)
  }

  discardLocal(key: ConversationKey, local: LocalMessage): void {
    const file = this.#files.get(local.id)
    file?.abort.abort()
    this.#files.delete(local.id)
    if (local.previewUrl !== null) URL.revokeObjectURL(local.previewUrl)
    this.#parts.shelf.remove(local.id)
    this.#thread(key).removeLocal(local.id)
  }

  recall(message: ChatMessage): void {
    const { onNotice, nowMs, user } = this.#parts
    if (!canRecall(message, { user, nowMs: nowMs() })) return onNotice(faultText({ code: 'tooLate', reason: null }))
    const { account, peer, msgSvrId } = message
    this.#ask({ kind: 'recallRequested', account, peer, msgSvrId })
  }

  /** Of a message of which the phone has told only the thumbnail, or nothing. */
  requestOriginal({ account, peer, msgSvrId }: ChatMessage): void {
    if (msgSvrId !== null) this.#ask({ kind: 'mediaRequested', account, peer, msgSvrId })
  }

  /** What waited, or was refused, before a reload. */
  restore(entries: readonly OutboxEntry[]): void {
    for (const { id, account, peer, text, atMs, fault } of this.#parts.shelf.all()) {
      const local = newLocal(id, { account, peer, type: 'text', text, media: null, body: emptyBody }, atMs)
      this.#thread(keyOf({ account, peer })).addLocal({ ...local, state: 'refused', fault })
    }
    for (const entry of entries) this.#show(entry)
  }

  /** At a fresh load: what the hub has acked comes with its thread, or was refused and nobody could say so. */
  doubtAcked(entries: readonly OutboxEntry[]): void {
    const waiting = new Set(entries.map((entry) => this.#parts.taskOf(entry)))
    this.asked.keepOnly(waiting)
    for (const thread of this.#parts.store.allThreads()) {
      for (const { state, task } of thread.locals) {
        if (state === 'waiting' && task !== null && !waiting.has(task)) thread.doubted.add(task)
      }
      for (const task of thread.retrying) if (!waiting.has(task)) thread.retrying.delete(task)
    }
  }

  /** This tab has another name: the same facts under new numbers. */
  renumber(waiting: readonly Waiting[], add: (fact: SeatFact) => OutboxEntry): void {
    for (const { fact, task } of waiting) {
      const entry = add(fact)
      this.asked.rename(task, this.#parts.taskOf(entry))
      if (fact.kind !== 'sendRequested') continue
      const local = this.#localOf(fact, task)
      if (local === null) this.#show(entry)
      else local.thread.changeLocal(local.id, { task: this.#parts.taskOf(entry) })
    }
  }

  /** Another tab has this one's name and perhaps sent what waits here: nobody can know. */
  giveUp(waiting: readonly Waiting[]): void {
    const fault = { code: 'lost', reason: 'another tab may have sent it' }
    for (const { fact, task } of waiting) {
      if (fact.kind !== 'sendRequested') continue
      const local = this.#localOf(fact, task)
      if (local !== null) local.thread.changeLocal(local.id, { state: 'lost', task: null, fault })
    }
  }

  onRefused(refusal: Extract<SeatDownlink, { kind: 'refused' }>, entries: readonly OutboxEntry[]): void {
    const entry = entries.find(({ sequence }) => sequence === refusal.sequence)
    // A mark or a draft of what isn't ours any more is no loss to anybody.
    const { code, reason } = refusal
    const text = faultText({ code, reason })
    const task = entry === undefined ? null : this.#parts.taskOf(entry)
    const asked = task === null ? null : this.asked.onRefused(task, { code, reason })
    if (asked !== null) return this.#noticeAsk(asked, { code, reason })
    if (entry?.fact.kind !== 'sendRequested' || task === null) return
    const local = this.#localOf(entry.fact, task)
    if (local !== null) return this.#refuse(local.thread, local.id, { code, reason })
    const thread = this.#thread(keyOf(entry.fact))
    if (thread.retrying.delete(task)) thread.changed()
    this.#parts.onNotice(`重发失败：${text}`)
  }

  /**
   * Everything missed has come after a reconnect. A send that was acked by then and didn't come was refused,
   * and the refusal was lost with the old connection.
   */
  onCaughtUp(isAcked: (task: TaskId) => boolean): void {
    for (const thread of this.#parts.store.allThreads()) {
      for (const { id, state, task } of thread.locals) {
        if (state !== 'waiting' || task === null || !isAcked(task) || thread.doubted.has(task)) continue
        this.#refuse(thread, id, unheard)
      }
    }
  }

  /** The newest messages are there: what was acked and isn't among them was refused. */
  onThreadRead(thread: Thread): void {
    for (const { id, task, message } of thread.locals) {
      if (task === null || !thread.doubted.has(task)) continue
      // Of a page that doesn't reach down to it nothing can be said; whoever writes it again would double it.
      if (thread.reaches(message.sentAtMs - clockDoubtMs)) this.#refuse(thread, id, unheard)
      else thread.removeLocal(id)
    }
    thread.doubted.clear()
  }

  onHappened(placed: Placed<HubEvent | UnknownEvent>): void {
    const { event } = placed
    if (event.kind === 'sendRequested') this.#forgetPreview(taskOf(event))
    const failed = this.asked.onHappened(placed)
    if (failed !== null) this.#noticeAsk(failed.fact, failed.fault)
  }

  #ask(fact: AskFact): void {
    if (!this.asked.isOpen(fact.kind, fact.msgSvrId)) this.asked.ask(fact, this.#parts.taskOf(this.#parts.say(fact)))
  }

  /** An original that didn't come is missed at its place. */
  #noticeAsk({ kind }: AskFact, fault: { code: string; reason: string }): void {
    if (kind === 'recallRequested') this.#parts.onNotice(`撤回失败：${faultText(fault)}`)
  }

  /** The stored picture is shown from now on; the browser gets a moment to load it. */
  #forgetPreview(task: TaskId): void {
    const url = this.#previews.get(task)
    if (url === undefined || !this.#previews.delete(task)) return
    setTimeout(() => URL.revokeObjectURL(url), 10_000)
  }

  abortUploads(): void {
    for (const { abort } of this.#files.values()) abort.abort()
    this.#files.clear()
  }

  #send(draft: Draft, previewUrl: string | null = null): void {
    const seen = this.#parts.seen(keyOf(draft))
    const entry = this.#parts.say({ kind: 'sendRequested', original: null, ...draft, retryOf: null, seen })
    this.#show(entry, previewUrl)
  }

  #show(entry: OutboxEntry, previewUrl: string | null = null): void {
    if (entry.fact.kind !== 'sendRequested') return
    const { kind: _, retryOf, seen: __, ...draft } = entry.fact
    const thread = this.#thread(keyOf(draft))
    const task = this.#parts.taskOf(entry)
    if (retryOf !== null) return void thread.retrying.add(task)
    thread.addLocal({ ...newLocal(task, draft, entry.atMs), task, previewUrl })
  }

  /** One after another, so that files arrive in the order in which they were chosen. */
  #queueUpload(key: ConversationKey, id: string): void {
    const before = this.#queues.get(key) ?? Promise.resolve()
    const turn = before.then(() => this.#upload(key, id))
    this.#queues.set(key, turn)
    void turn.finally(() => {
      if (this.#queues.get(key) === turn) this.#queues.delete(key)
    })
  }

  async #upload(key: ConversationKey, id: string): Promise<void> {
    const file = this.#files.get(id)
    if (file === undefined) return
    const thread = this.#thread(key)
    this.uploads.value += 1
    const onProgress = (progress: number) => thread.changeLocal(id, { progress })
    const result = await upload(file.picked.file, { onProgress, signal: file.abort.signal })
    this.uploads.value -= 1
    const local = thread.locals.find((one) => one.id === id)
    if (local === undefined || file.abort.signal.aborted) return
    if (!result.ok) return thread.changeLocal(id, { state: 'uploadFailed', fault: result.fault })
    this.#files.delete(id)
    const { account, peer, type, text, body } = local.message
    const { media } = result
    const seen = this.#parts.seen(key)
    const entry = this.#parts.say({
      kind: 'sendRequested', account, peer, type, text, media, body, retryOf: null, seen, original: null,
    })
    const task = this.#parts.taskOf(entry)
    if (local.previewUrl !== null) this.#previews.set(task, local.previewUrl)
    thread.changeLocal(id, { state: 'waiting', task, message: { ...local.message, media } })
  }

  #refuse(thread: Thread, id: string, fault: { code: string; reason: string }): void {
    thread.changeLocal(id, { state: 'refused', task: null, fault })
    const local = thread.locals.find((one) => one.id === id)
    // What repeats another message isn't kept: of what is masked here, the text alone would be something else.
    if (local?.message.type !== 'text' || local.original !== null) return
    const { account, peer, text, sentAtMs } = local.message
    this.#parts.shelf.add({ id, account, peer, text, atMs: sentAtMs, fault })
  }

  #localOf(fact: Parameters<typeof keyOf>[0], task: TaskId): { thread: Thread; id: string } | null {
    const thread = this.#thread(keyOf(fact))
    const local = thread.locals.find((one) => one.task === task)
    return local === undefined ? null : { thread, id: local.id }
  }

  #thread(key: ConversationKey): Thread {
    return this.#parts.store.thread(key)
  }
}

/** Of a refusal that was lost with its connection. */
const unheard = { code: 'refused', reason: 'the hub refused it' }
const clockDoubtMs = 60_000
