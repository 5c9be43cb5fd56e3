import { Worker } from 'node:worker_threads'
import { compiledPath } from '../embedded/compiled.ts'
import type { ImportNews, ImportSettings } from './import-thread.ts'

export interface OpenSheet { next(): Promise<ImportNews>; close(): Promise<void> }

/** A sheet in a thread of its own, slice by slice on demand. `next` throws once it was closed. */
export function openSheet(settings: ImportSettings): OpenSheet {
  const worker = new Worker(compiledPath(import.meta.url, './import-thread.js'), { workerData: settings })
  return {
    next: () => new Promise((resolve, reject) => {
      worker.removeAllListeners()
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('the import thread ended early')))
      worker.postMessage('next')
    }),
    async close() {
      await worker.terminate()
      worker.removeAllListeners()
    },
  }
}
