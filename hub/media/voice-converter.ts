import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { RecentMap } from '../directory/recent-map.ts'
import { compiledPath } from '../embedded/compiled.ts'
import { Refusal, refuse } from '../operations/refusal.ts'
import { amrToWav } from './amr-to-wav.ts'
import type { MediaStore, Medium } from './media-store.ts'
import { silkDurationMs } from './silk-head.ts'
import type { VoiceTask } from './voice-thread.ts'

/** What a voice note can be had as: for browsers, and for WeChat. */
export type VoiceForm = 'wav' | 'silk'

export interface Converted { path: string, bytes: number, mime: string }

/**
 * Voice notes in the form that a reader can play. The original stays as it came; what was made of it lies beside it,
 * `<sha>.wav`. Each note is converted once, few at a time, in a thread of its own.
 */
export class VoiceConverter {
  readonly #store: Pick<MediaStore, 'pathOf'>
  readonly #making = new Map<string, Promise<Converted | Refusal>>()
  readonly #failed = new RecentMap<string, Refusal>(failedMax)
  readonly #waiting: (() => void)[] = []
  #running = 0
  #stopped = false
  readonly #workers = new Set<Worker>()

  constructor(store: Pick<MediaStore, 'pathOf'>) {
    this.#store = store
  }

  /** After an upload: who plays it finds it ready. */
  prepare(medium: Medium): void {
    if (needsWav(medium)) void this.as(medium, 'wav').catch(() => undefined)
  }

  /** Null: it is in this form already, or is none that is converted: the original is what there is. */
  async as(medium: Medium, form: VoiceForm): Promise<Converted | Refusal | null> {
    if (form === 'wav' ? !needsWav(medium) : !wavTypes.has(medium.mime)) return null
    const path = `${this.#store.pathOf(medium.media)}.${form}`
    const made = await stat(path).catch(() => null)
    if (made !== null) return { path, bytes: made.size, mime: `audio/${form}` }
    return this.#failed.get(path) ?? this.#making.get(path) ?? this.#make({ medium, form, path })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all([...this.#workers].map((worker) => worker.terminate()))
    await Promise.allSettled(this.#making.values())
  }

  #make({ medium, form, path }: Making): Promise<Converted | Refusal> {
    if (this.#making.size >= makingMax) return Promise.resolve(busy)
    const made = this.#inTurn(() => this.#convert({ medium, form, path })).finally(() => this.#making.delete(path))
    this.#making.set(path, made)
    return made
  }

  async #convert({ medium, form, path }: Making): Promise<Converted | Refusal> {
    const converted = await this.#converted(medium, form)
    if (converted instanceof Refusal) {
      // A converter may be installed, and a busy hub have time, a moment later.
      if (converted.fault.code === 'unplayable') this.#failed.set(path, converted)
      return converted
    }
    // Another hub that shares the folder may do the same: whole or not at all.
    const part = `${path}.${randomUUID()}`
    try {
      await writeFile(part, converted, { mode: 0o600 })
      await rename(part, path)
    } finally {
      await rm(part, { force: true })
    }
    return { path, bytes: converted.length, mime: `audio/${form}` }
  }

  async #converted(medium: Medium, form: VoiceForm): Promise<Uint8Array | Refusal> {
    if (medium.bytes > voiceBytesMax) return tooLong
    const source = this.#store.pathOf(medium.media)
    if (medium.mime === 'audio/amr') return amrToWav(source)
    const bytes = await readFile(source)
    if (form === 'silk') return this.#inThread({ bytes, to: 'silk' })
    const durationMs = silkDurationMs(bytes)
    if (durationMs === null) return damaged
    return durationMs > voiceMsMax ? tooLong : this.#inThread({ bytes, to: 'wav' })
  }

  async #inThread(task: VoiceTask): Promise<Uint8Array | Refusal> {
    if (this.#stopped) return busy
    const worker = new Worker(compiledPath(import.meta.url, './voice-thread.js'), {
      workerData: task, resourceLimits: { maxOldGenerationSizeMb: threadMbMax },
    })
    this.#workers.add(worker)
    const timer = setTimeout(() => void worker.terminate(), threadMsMax)
    try {
      return await new Promise<Uint8Array | Refusal>((resolve) => {
        worker.once('message', resolve)
        worker.once('error', () => resolve(damaged))
        worker.once('exit', () => resolve(damaged))
      })
    } finally {
      clearTimeout(timer)
      await worker.terminate()
      this.#workers.delete(worker)
    }
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= atOnceMax) await new Promise<void>((resolve) => { this.#waiting.push(resolve) })
    else this.#running += 1
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#running -= 1
      else next()
    }
  }
}

interface Making { medium: Medium, form: VoiceForm, path: string }

function needsWav({ mime }: Pick<Medium, 'mime'>): boolean {
  return mime === 'audio/silk' || mime === 'audio/amr'
}

const wavTypes: ReadonlySet<string> = new Set(['audio/wav', 'audio/x-wav', 'audio/wave'])
const damaged = refuse('unplayable', 'the voice note is damaged, or not what its type says')
const tooLong = refuse('unplayable', 'the voice note is longer than what is converted')
const busy = refuse('hubBusy', 'too many voice notes are being converted; try again in a moment')

/** Threads and programs at once; the sockets need the rest of the machine. */
const atOnceMax = Math.max(1, Math.min(4, availableParallelism() - 1))
/** Under way and waiting. */
const makingMax = 64
/** A minute of SILK takes at most 200 KB, of our WAV 2 MB. */
const voiceBytesMax = 4 * 1024 * 1024
const voiceMsMax = 5 * 60_000
/** 10 s take 50 ms; beyond this the bytes are malicious. */
const threadMsMax = 10_000
const threadMbMax = 128
/** Notes that can't be converted aren't tried again soon. */
const failedMax = 1_000
