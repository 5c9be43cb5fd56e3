import { signal } from '@preact/signals-core'
import type { HubEvent, Placed, UnknownEvent } from '../../protocol/events/index.ts'
import type { MsgSvrId, TaskId } from '../../protocol/ids.ts'
import { faultText } from './fault-text.ts'
import type { SeatFact } from './outbox.ts'

export type AskFact = Extract<SeatFact, { kind: 'recallRequested' | 'mediaRequested' }>
interface Fault { code: string; reason: string }
/** Waiting for the phone, or why it came to nothing. */
export type AskState = 'asked' | Fault

/** Why an original didn’t come. */
export function originalFaultText(fault: Fault): string {
  return fault.code === 'mediaMissing' || fault.code === 'notFound' ? '手机上已没有原文件' : faultText(fault)
}

/**
 * What a phone was asked about a message that is there: to take it back, to bring its original. What succeeds shows on
 * the message itself.
 */
export class AskedPhone {
  readonly #states = signal<ReadonlyMap<string, AskState>>(new Map())
  readonly #open = new Map<TaskId, AskFact>()

  stateOf(kind: AskFact['kind'], msgSvrId: MsgSvrId | null): AskState | null {
    return msgSvrId === null ? null : this.#states.value.get(`${kind} ${msgSvrId}`) ?? null
  }

  isOpen(kind: AskFact['kind'], msgSvrId: MsgSvrId): boolean {
    return this.#states.peek().get(`${kind} ${msgSvrId}`) === 'asked'
  }

  ask(fact: AskFact, task: TaskId): void {
    this.#open.set(task, fact)
    this.#set(fact, 'asked')
  }

  /** The tab has another name: the same request is another task. */
  rename(before: TaskId, after: TaskId): void {
    const fact = this.#open.get(before)
    if (fact === undefined) return
    this.#open.delete(before)
    this.#open.set(after, fact)
  }

  /** After a fresh load: how the others ended may have been missed, and shows on the messages. */
  keepOnly(waiting: ReadonlySet<TaskId>): void {
    for (const [task, fact] of this.#open) {
      if (waiting.has(task)) continue
      this.#open.delete(task)
      this.#set(fact, null)
    }
  }

  /** What was asked, if it was asked here; it is over. */
  onRefused(task: TaskId, fault: Fault): AskFact | null {
    const fact = this.#open.get(task)
    if (fact === undefined) return null
    this.#open.delete(task)
    this.#set(fact, fault)
    return fact
  }

  /** Answers what was asked here and failed now. */
  onHappened({ event }: Placed<HubEvent | UnknownEvent>): { fact: AskFact; fault: Fault } | null {
    if (event.kind !== 'taskFinished' && event.kind !== 'commandExpired') return null
    const fact = this.#open.get(event.task)
    if (fact === undefined) return null
    this.#open.delete(event.task)
    if (event.outcome === 'succeeded') {
      this.#set(fact, null)
      return null
    }
    const fault = { code: event.code ?? event.outcome, reason: event.reason ?? '' }
    this.#set(fact, fault)
    return { fact, fault }
  }

  #set({ kind, msgSvrId }: AskFact, state: AskState | null): void {
    const states = new Map(this.#states.peek())
    states.delete(`${kind} ${msgSvrId}`)
    if (state !== null) states.set(`${kind} ${msgSvrId}`, state)
    for (const old of [...states.keys()].slice(0, -statesMost)) states.delete(old)
    this.#states.value = states
  }
}

const statesMost = 200
