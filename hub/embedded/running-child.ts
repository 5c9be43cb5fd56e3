import type { ChildProcess } from 'node:child_process'

/** How a server process ended: exactly one of the two is not null. */
export interface Exit { code: number | null, signal: NodeJS.Signals | null }

/** A server process that this process started and must stop. */
export interface RunningChild {
  readonly pid: number
  readonly exited: Promise<Exit>
  /** Asks politely, then kills. Resolves when the process is gone; may be called again. */
  stop(): Promise<void>
  kill(signal: NodeJS.Signals): void
}

export function runningChild(child: ChildProcess, limits: { stopWithinMs: number }): RunningChild {
  const { pid } = child
  if (pid === undefined) throw new Error('the process was never started')
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  return {
    pid,
    exited,
    stop: () => stopChild({ child, exited, stopWithinMs: limits.stopWithinMs }),
    kill: (signal) => void child.kill(signal),
  }
}

interface Stopping { child: ChildProcess, exited: Promise<Exit>, stopWithinMs: number }

async function stopChild({ child, exited, stopWithinMs }: Stopping): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
  const impatience = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
  await exited
  clearTimeout(impatience)
}

/** Keeps the last words of a process, to be shown if it doesn't start. */
export function keepTail(stream: NodeJS.ReadableStream): () => string {
  let tail = ''
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    tail = (tail + text).slice(-tailCharsMax)
  })
  return () => tail
}

export function describeExit({ code, signal }: Exit): string {
  return signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`
}

const tailCharsMax = 4_000
