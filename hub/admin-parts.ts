import type { RunId } from '../protocol/ids.ts'
import { readMedia } from '../storage/queries/media.ts'
import type { Pool } from '../storage/pool.ts'
import { systemClock } from './clock.ts'
import type { Directory } from './directory/directory.ts'
import { type Jobs, startJobs } from './jobs/start-jobs.ts'
import type { Parts } from './lifecycle.ts'
import type { LiveParts } from './live/live-parts.ts'
import { MediaStore } from './media/media-store.ts'
import { VoiceConverter } from './media/voice-converter.ts'
import type { NatsLink } from './nats/nats-link.ts'
import { recordInOutbox } from './outbox.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

/** What operations of the admin console need besides the road. */
export interface AdminParts {
  live: LiveParts
  jobs: Jobs
  mediaStore: MediaStore
  voices: VoiceConverter
  wakeOutbox: () => void
}

export interface AdminOptions {
  parts: Parts
  link: NatsLink
  pool: Pool
  directory: Directory
  run: RunId
  live: LiveParts
  telemetry: Telemetry
  databaseUrl: string
  mediaDir: string
}

export async function startAdmin(options: AdminOptions): Promise<AdminParts> {
  const { parts, link, pool, directory, run, live, telemetry, databaseUrl, mediaDir } = options
  directory.onChanged((change) => live.hints.onDirectoryChange(change))
  const mediaStore = new MediaStore({ folder: mediaDir, readRow: (media) => readMedia(pool, media) })
  const wakeOutbox = (): void => link.tell('live.outbox', new Uint8Array([1]))
  const jobs = await parts.start('jobs', () => startJobs({
    pool, directory, recordInOutbox, wakeOutbox, hint: live.hint, holder: run, nowMs: systemClock.nowMs,
    databaseUrl, mediaDir, pathOf: (media) => mediaStore.pathOf(media),
    onProgress: ({ id }) => live.hint({ topic: 'jobs', id }), onBug: (error) => telemetry.bug('job:failed', error),
  }), (it) => it.stop())
  const voices = await parts.start('voice notes', () => new VoiceConverter(mediaStore), (it) => it.stop())
  return { live, jobs, mediaStore, voices, wakeOutbox }
}
