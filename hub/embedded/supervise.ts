import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningChild } from './running-child.ts'

export interface Supervised<Child extends RunningChild> {
  readonly current: Child
  /** Resolves with why, when it ended too often to be started again. */
  readonly lost: Promise<string>
  stop(): Promise<void>
}

export interface SuperviseOptions<Child extends RunningChild> {
  name: string
  /** `before` is the one that ended: the new one must be found at the same address. */
  start: (before: Child | null) => Promise<Child>
  progress: (step: string) => void
}

/** Starts a part again when it ends by itself: the hub goes on meanwhile, as with a part that is elsewhere. */
export async function supervise<Child extends RunningChild>(
  { name, start, progress }: SuperviseOptions<Child>,
): Promise<Supervised<Child>> {
  let current = await start(null)
  let stopping = false
  let give: (why: string) => void = () => undefined
  const lost = new Promise<string>((resolve) => { give = resolve })
  const watch = async (): Promise<void> => {
    for (let restarts = 0; restarts < restartsMax; restarts++) {
      const since = performance.now()
      await current.exited
      if (stopping) return
      if (performance.now() - since > calmMs) restarts = 0
      progress(`${name} ended by itself and is started again`)
      await sleep(restartMs * (restarts + 1))
      try {
        current = await start(current)
      } catch (error) {
        return give(`${name} can't be started again: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    give(`${name} ended ${restartsMax} times in a row`)
  }
  void watch()
  return {
    get current() { return current },
    lost,
    async stop() {
      stopping = true
      await current.stop()
    },
  }
}

const restartsMax = 5
const restartMs = 300
/** It ran so long: what ended it is another thing than before. */
const calmMs = 60_000
