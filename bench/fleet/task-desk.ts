import type { TaskId } from '../../protocol/ids.ts'
import { taskFinished } from '../../protocol/events/phone.ts'
import { writeFact } from './phone-facts.ts'
import type { PhoneState } from './phone-state.ts'
import { type Received, taskResult } from './phone-tasks.ts'
import { type TaskOutcome, failed } from './task-outcome.ts'
import { TaskMemory } from './task-memory.ts'

export interface DeskParts {
  state: PhoneState
  /** The hub's clock, by which a command expires. */
  nowMs: () => number
  perform: (received: Received) => Promise<TaskOutcome>
  /** Is this task's result kept and not acked yet? */
  isOnItsWay: (task: TaskId) => boolean
  offer: (values: readonly unknown[]) => void
  onExecuted: (received: Received, outcome: TaskOutcome) => void
}

/** Commands come in, each is executed once, in order, one at a time: WeChat has one screen. */
export class TaskDesk {
  readonly #parts: DeskParts
  readonly #memory: TaskMemory
  #work: Promise<void> = Promise.resolve()
  #closed = false

  constructor(parts: DeskParts) {
    this.#parts = parts
    this.#memory = new TaskMemory(parts.state)
    for (const task of this.#memory.interrupted()) this.#giveUp(task)
  }

  take(received: Received): void {
    const { task } = received
    const known = this.#memory.find(task)
    const isUnderWay = known !== null && (known.result === null || this.#parts.isOnItsWay(task))
    if (isUnderWay) return
    // What surely didn't happen is asked for again by a person only; the rest is answered, never repeated.
    const isToBeDone = known === null || known.result?.[outcomeAt] === 'failed'
    if (!isToBeDone) return this.#parts.offer(known.result as unknown[])
    this.#memory.begin(task, this.#parts.nowMs())
    this.#work = this.#work.then(() => this.#execute(received))
  }

  /** The phone's software ended: what is being done reports nothing any more. */
  close(): void {
    this.#closed = true
  }

  async #execute(received: Received): Promise<void> {
    if (this.#closed) return
    const expired = received.expiresAtMs < this.#parts.nowMs()
    const outcome = expired
      ? failed('expired', 'the command came too late')
      : await this.#parts.perform(received).catch(
        (error: unknown) => failed('phoneFault', String(error).slice(0, 100)),
      )
    if (this.#closed) return
    this.#finish(received.task, writeFact('taskFinished', taskResult(received, outcome)))
    this.#parts.onExecuted(received, outcome)
  }

  #giveUp(task: TaskId): void {
    this.#finish(task, writeFact('taskFinished', {
      task, account: null, peer: null, outcome: 'unknown', code: 'interrupted',
      reason: 'the phone restarted meanwhile',
      msgSvrId: null, sentAtMs: null, body: null,
    }))
  }

  #finish(task: TaskId, result: unknown[]): void {
    this.#memory.finish(task, result)
    this.#parts.offer(result)
  }
}

/** In `[code, ...fields]` of a taskFinished. */
const outcomeAt = 1 + taskFinished.names.indexOf('outcome')
