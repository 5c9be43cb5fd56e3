import assert from 'node:assert/strict'
import type { TaskId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { KnownTask, PhoneState } from './phone-state.ts'

/** What the phone did with each task, for as long as a hub may ask for it again (P52). Pure. */
export class TaskMemory {
  readonly #state: PhoneState
  readonly #byTask: Map<TaskId, KnownTask>

  constructor(state: PhoneState) {
    this.#state = state
    this.#byTask = new Map(state.tasks.map((one) => [one.task, one]))
  }

  find(task: TaskId): Readonly<KnownTask> | null {
    return this.#byTask.get(task) ?? null
  }

  /** Before it is done; also once more, when what had failed is tried again. */
  begin(task: TaskId, nowMs: number): void {
    const known = this.#byTask.get(task)
    assert(known?.result !== null, 'what is being done is not begun again')
    this.#prune(nowMs)
    const begun: KnownTask = { task, atMs: nowMs, result: null }
    if (known !== undefined) this.#state.tasks.splice(this.#state.tasks.indexOf(known), 1)
    this.#byTask.set(task, begun)
    this.#state.tasks.push(begun)
  }

  finish(task: TaskId, result: unknown[]): void {
    const known = this.#byTask.get(task)
    assert(known !== undefined && known.result === null, 'a task is begun before its one result')
    known.result = result
  }

  /** Begun before the phone's software ended: nobody knows whether WeChat has done them. */
  interrupted(): TaskId[] {
    return this.#state.tasks.filter(({ result }) => result === null).map(({ task }) => task)
  }

  #prune(nowMs: number): void {
    const { tasks } = this.#state
    const fresh = tasks.findIndex(({ atMs, result }) => result === null || atMs >= nowMs - limits.taskMemoryMs)
    for (const { task } of tasks.splice(0, fresh === -1 ? tasks.length : fresh)) this.#byTask.delete(task)
  }
}
