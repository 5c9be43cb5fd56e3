import type { FullPreferences } from './preferences.ts'

export type SoundName = Exclude<FullPreferences['sound'], 'off'>

/** Short sounds, made on the spot: no file to fetch, and none that belongs to somebody. `volume` in percent. */
export class Sounds {
  #context: AudioContext | null = null
  #lastMs = -Infinity

  /** At most once in a while, however many write at once. */
  play(name: SoundName, volume: number, { always = false } = {}): void {
    const nowMs = performance.now()
    if (volume === 0 || typeof AudioContext === 'undefined' || (!always && nowMs - this.#lastMs < apartMs)) return
    this.#lastMs = nowMs
    this.#context ??= new AudioContext()
    // A browser keeps it silent until somebody has touched the page.
    if (this.#context.state === 'suspended') void this.#context.resume()
    for (const tone of tones[name]) this.#tone(this.#context, tone, volume / 100)
  }

  stop(): void {
    void this.#context?.close()
    this.#context = null
  }

  #tone(context: AudioContext, { hertz, toHertz, atMs, lastsMs, shape }: Tone, volume: number): void {
    const begin = context.currentTime + atMs / 1000
    const end = begin + lastsMs / 1000
    const oscillator = new OscillatorNode(context, { type: shape, frequency: hertz })
    const gain = new GainNode(context, { gain: 0 })
    oscillator.frequency.exponentialRampToValueAtTime(toHertz, end)
    gain.gain.setValueAtTime(0, begin)
    gain.gain.linearRampToValueAtTime(0.4 * volume, begin + 0.008)
    gain.gain.exponentialRampToValueAtTime(0.0001, end)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(begin)
    oscillator.stop(end)
  }
}

interface Tone { hertz: number; toHertz: number; atMs: number; lastsMs: number; shape: OscillatorType }

const tones: Record<SoundName, readonly Tone[]> = {
  drop: [{ hertz: 520, toHertz: 1_040, atMs: 0, lastsMs: 130, shape: 'sine' }],
  bell: [
    { hertz: 880, toHertz: 878, atMs: 0, lastsMs: 420, shape: 'sine' },
    { hertz: 1_320, toHertz: 1_318, atMs: 90, lastsMs: 480, shape: 'sine' },
  ],
  wood: [
    { hertz: 320, toHertz: 180, atMs: 0, lastsMs: 70, shape: 'triangle' },
    { hertz: 420, toHertz: 240, atMs: 95, lastsMs: 70, shape: 'triangle' },
  ],
}

const apartMs = 1_500
