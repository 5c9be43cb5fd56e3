import { signal } from '@preact/signals-core'

export interface VoiceNote {
  key: string
  src: string
  durationMs: number
}

export interface Playing {
  key: string
  paused: boolean
  /** 0–1. */
  share: number
}

interface Fault { code: string; reason: string }

/** Plays one voice note at a time; when one has ended by itself, the next one that was named follows. */
export class VoicePlayer {
  readonly now = signal<Playing | null>(null)
  /** Why a note can’t be played, by its key. */
  readonly faults = signal<ReadonlyMap<string, Fault>>(new Map())
  readonly #newAudio: (src: string) => HTMLAudioElement
  readonly #whyNot: (src: string) => Promise<Fault>
  #audio: HTMLAudioElement | null = null

  constructor({ newAudio = (src: string) => new Audio(src), whyNot = askWhy } = {}) {
    this.#newAudio = newAudio
    this.#whyNot = whyNot
  }

  /** `next` is asked when it has ended. */
  toggle(note: VoiceNote, next: () => VoiceNote | null): void {
    const audio = this.#audio
    if (audio === null || this.now.peek()?.key !== note.key) return this.#start(note, next)
    if (audio.paused) void audio.play().catch(() => undefined)
    else audio.pause()
  }

  stop(): void {
    this.#audio?.pause()
    this.#audio = null
    this.now.value = null
  }

  #start(note: VoiceNote, next: () => VoiceNote | null): void {
    this.stop()
    const audio = this.#newAudio(note.src)
    this.#audio = audio
    const { key, durationMs } = note
    const show = (change: Partial<Playing>): void => {
      if (this.#audio === audio) this.now.value = { key, paused: false, share: 0, ...this.now.peek(), ...change }
    }
    audio.addEventListener('play', () => show({ paused: false }))
    audio.addEventListener('pause', () => show({ paused: true }))
    audio.addEventListener('timeupdate', () => {
      const whole = Number.isFinite(audio.duration) ? audio.duration : durationMs / 1000
      show({ share: whole > 0 ? Math.min(1, audio.currentTime / whole) : 0 })
    })
    audio.addEventListener('ended', () => this.#onEnded(audio, next))
    audio.addEventListener('error', () => void this.#onError(audio, note))
    show({})
    void audio.play().catch(() => undefined)
  }

  #onEnded(audio: HTMLAudioElement, next: () => VoiceNote | null): void {
    if (this.#audio !== audio) return
    this.stop()
    const following = next()
    if (following !== null) this.#start(following, next)
  }

  async #onError(audio: HTMLAudioElement, { key, src }: VoiceNote): Promise<void> {
    if (this.#audio === audio) this.stop()
    const fault = await this.#whyNot(src)
    const faults = new Map(this.faults.peek()).set(key, fault)
    for (const old of [...faults.keys()].slice(0, -faultsMost)) faults.delete(old)
    this.faults.value = faults
  }
}

/** An audio element says only that it failed; the hub says why. */
async function askWhy(src: string): Promise<Fault> {
  try {
    const response = await fetch(src)
    const { code = 'unplayable', reason = '' } = response.ok ? {} : await response.json() as Partial<Fault>
    return { code, reason }
  } catch {
    return { code: 'offline', reason: '' }
  }
}

const faultsMost = 100
