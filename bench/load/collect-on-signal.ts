import { isMainThread } from 'node:worker_threads'

// Preloaded into the hub with --expose-gc, so that its memory can be measured without what waits to be collected.
// Threads hear no signals: theirs is collected again and again.
if (isMainThread) process.on('SIGUSR2', () => { globalThis.gc?.() })
else setInterval(() => globalThis.gc?.(), 2_000).unref()
