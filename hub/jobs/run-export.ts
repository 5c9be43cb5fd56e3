import { Worker } from 'node:worker_threads'
import { mayDo } from '../../protocol/permissions.ts'
import { resources } from '../../protocol/resources/index.ts'
import type { Directory } from '../directory/directory.ts'
import { compiledPath } from '../embedded/compiled.ts'
import { hubLimits } from '../limits.ts'
import { refuse } from '../operations/refusal.ts'
import { scopeOf } from '../operations/scope.ts'
import type { ExportNews, ExportSettings } from './export-thread.ts'
import type { ExportsFolder } from './exports-folder.ts'
import type { Held, JobDriver } from './job-runner.ts'
import type { JobWork } from './job-work.ts'

export interface ExportParts { databaseUrl: string; directory: Directory; folder: ExportsFolder; nowMs: () => number }

/** A thread of its own with its own connection: neither sockets nor other SQL wait for it. A restart begins anew. */
export function newExportDriver({ databaseUrl, directory, folder, nowMs }: ExportParts): JobDriver {
  return async (job, held) => {
    const work = job.work as JobWork['export']
    const definition = resources[work.resource]
    const by = directory.user(job.owner)
    const isAllowed = by !== undefined && !by.disabled && mayDo(by.permissions, 'export')
      && mayDo(by.permissions, definition.permission)
    if (!isAllowed) return refuse('noRight', 'the owner of the job lacks the right')
    await folder.prepare()
    await folder.remove(job.id)
    if (await folder.bytes() > hubLimits.exportsBytesMax) {
      return refuse('diskFull', 'the files of older exports take all room')
    }
    const path = folder.pathOf(job.id)
    const outcome = await runThread({ ...work, databaseUrl, path, scope: scopeOf(by) }, held)
    if (outcome.kind === 'refused') return refuse(outcome.code, outcome.reason)
    const day = new Date(nowMs()).toISOString().slice(0, 10)
    return { file: { name: `${definition.title}-${day}.${work.format}`, bytes: outcome.bytes } }
  }
}

type Outcome = Extract<ExportNews, { kind: 'finished' | 'refused' }>

async function runThread(settings: ExportSettings, held: Held): Promise<Outcome> {
  const { signal } = held
  const worker = new Worker(compiledPath(import.meta.url, './export-thread.js'), { workerData: settings })
  let storing: Promise<void> = Promise.resolve()
  let onAbort: () => void = () => undefined
  try {
    return await new Promise<Outcome>((resolve, reject) => {
      onAbort = () => reject(signal.reason as Error)
      signal.addEventListener('abort', onAbort, { once: true })
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('the export thread ended early')))
      worker.on('message', (news: ExportNews) => {
        if (news.kind !== 'progress') resolve(news)
        else storing = storing.then(() => held.progress(news)).catch(reject)
      })
    })
  } finally {
    signal.removeEventListener('abort', onAbort)
    await storing
    await worker.terminate()
  }
}
