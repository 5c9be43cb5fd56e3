import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { LoadAnswer, LoadVerb } from './load-process.ts'
import type { Marked } from './load-fleet.ts'

/** The load generator in a process of its own, so that the peer's process is measured alone. */
export interface Load {
  readonly pid: number
  ask(verb: LoadVerb): Promise<Marked | null>
  /** Sockets are cut; nobody says goodbye. */
  stop(): Promise<void>
}

export function startLoad(): Load {
  const child = fork(fileURLToPath(new URL('./load-process.js', import.meta.url)), [], {
    execArgv: ['--max-semi-space-size=64'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let gone = false
  void exited.then(() => { gone = true })
  return {
    pid: child.pid ?? 0,
    ask: (verb) => new Promise((resolve, reject) => {
      if (gone) throw new Error('the load process is gone')
      const onExit = (): void => reject(new Error('the load process has ended'))
      child.once('exit', onExit)
      child.once('message', (answer: LoadAnswer) => {
        child.off('exit', onExit)
        if (answer.done) resolve(answer.marked)
        else reject(new Error(answer.reason))
      })
      child.send(verb)
    }),
    async stop() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
