import assert from 'node:assert/strict'
import type { TaskId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { KnownTask, PhoneState } from './phone-state.ts'

/** What the phone did with each task: a task is executed once, whatever the hub repeats. Pure. */
export class TaskMemory {
  readonly #state: PhoneState
  readonly #byTask: Map<TaskId, KnownTask>

  constructor(state: PhoneState) {
    this.#state = state
    this.#byTask = new Map(state.tasks.map((one) => [one.task, one]))
  }

  /**
   * `new`: now begun, execute it. `running`: its result will come. Else the recorded result to be said again.
   */
  begin(task: TaskId, nowMs: number): 'new' | 'running' | readonly unknown[] {
    const known = this.#byTask.get(task)
    if (known !== undefined) return known.result ?? 'running'
    this.#prune(nowMs)
    const begun: KnownTask = { task, atMs: nowMs, result: null }
    this.#byTask.set(task, begun)
    this.#state.tasks.push(begun)
    return 'new'
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
    const fresh = tasks.findIndex(({ atMs }) => atMs >= nowMs - limits.taskMemoryMs)
    for (const { task } of tasks.splice(0, fresh === -1 ? tasks.length : fresh)) this.#byTask.delete(task)
  }
}
