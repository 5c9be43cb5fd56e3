import { isMainThread } from 'node:worker_threads'

// Preloaded into the hub with --expose-gc, so that its memory can be measured without what waits to be collected.
if (isMainThread) process.on('SIGUSR2', () => { globalThis.gc?.() })
