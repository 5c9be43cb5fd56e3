import { writeFileSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'

/**
 * The calling thread takes the processor only when the road leaves it some: a message acked quickly is what
 * phones and agents feel, and what storage leaves undone the journal keeps. Where storage is too far behind,
 * acks wait for it, and the processor is its own again. Elsewhere than on Linux priorities belong to whole
 * processes, and some systems don't allow the change: then nothing happens.
 */
export function giveWay({ isOwnSession = false }: { isOwnSession?: boolean } = {}): void {
  if (process.platform !== 'linux') return
  try {
    // Of the thread, not of the process: as Linux understands the process 0.
    setPriority(Math.min(lowest, getPriority() + storageNice))
    // Sessions share the processor evenly, whatever their threads' priorities, unless they are told apart too.
    if (isOwnSession) writeFileSync('/proc/self/autogroup', String(storageNice))
  } catch {
    // Not allowed here.
  }
}

/** A tenth of the weight: the road has most of a processor that is short, and storage never nothing. */
const storageNice = 10
const lowest = 19
