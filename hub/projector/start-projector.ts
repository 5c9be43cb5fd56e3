import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { RunId } from '../../protocol/ids.ts'
import { compiledPath } from '../embedded/compiled.ts'
import type { StreamSettings } from '../nats/journal-stream.ts'
import type { OnProjectorNews, ProjectorNews } from './news.ts'
import type { ProjectorTuning } from './projector.ts'

/** What the thread is given. */
export interface ProjectorSettings {
  natsUrl: string
  databaseUrl: string
  streamSettings: StreamSettings
  run: RunId
  /** HUB_ACCEPT_NEW_JOURNAL: the `created` of a journal that takes the place of a lost one; '' for none. */
  acceptNewJournal: string
  /** Other paces than the hub's limits, for tests. */
  tuning: Partial<ProjectorTuning>
}

export interface StartProjector extends Omit<ProjectorSettings, 'acceptNewJournal' | 'tuning'> {
  acceptNewJournal?: string | null
  tuning?: Partial<ProjectorTuning>
  onNews: OnProjectorNews
}

export interface RunningProjector {
  /** The last of each kind of news. */
  readonly news: ReadonlyMap<ProjectorNews['kind'], ProjectorNews>
  stop(): Promise<void>
}

/** Starts the projector's thread, and starts it again when it ends by itself. */
export function startProjector({ onNews, acceptNewJournal, tuning = {}, ...rest }: StartProjector): RunningProjector {
  const settings: ProjectorSettings = { ...rest, tuning, acceptNewJournal: acceptNewJournal ?? '' }
  const news = new Map<ProjectorNews['kind'], ProjectorNews>()
  const tell: OnProjectorNews = (one) => {
    news.set(one.kind, one)
    onNews(one)
  }
  let stopping = false
  let restart: NodeJS.Timeout | null = null
  let worker: Worker
  const start = (): void => {
    worker = new Worker(compiledPath(import.meta.url, './projector-thread.js'), {
      workerData: settings, resourceLimits: { maxYoungGenerationSizeMb: youngMbMax },
    })
    worker.on('message', tell)
    worker.on('error', (error) => tell({ kind: 'projector:crashed', reason: `${error.name}: ${error.message}` }))
    worker.once('exit', () => {
      if (!stopping) restart = setTimeout(start, restartMs)
    })
  }
  start()
  let before = performance.eventLoopUtilization()
  const telling = setInterval(() => {
    const now = performance.eventLoopUtilization()
    worker.postMessage(performance.eventLoopUtilization(now, before).utilization)
    before = now
  }, tellBusyMs)
  return {
    news,
    async stop() {
      stopping = true
      clearInterval(telling)
      if (restart !== null) clearTimeout(restart)
      if (worker.threadId < 0) return
      const ended = new Promise<void>((resolve) => { worker.once('exit', () => resolve()) })
      worker.postMessage('stop')
      await Promise.race([ended, sleep(stopWithinMs, undefined, { ref: false })])
      await worker.terminate()
    },
  }
}

const restartMs = 1_000
const tellBusyMs = 500
/** A batch lives for one commit: with Node's usual size most of it would be copied into the old generation. */
const youngMbMax = 96
/**
 * A batch under way and the release of the lease; without it the next projector waits for the lease to
 * expire.
 */
const stopWithinMs = 10_000
