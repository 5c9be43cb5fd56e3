import { signal } from '@preact/signals-core'
import { wavOf } from '../../protocol/wav.ts'
import type { PickedFile } from './picked-file.ts'
import { decodeSound, monoSamples, voiceRate } from './voice-samples.ts'

export type Recording =
  | { state: 'idle' }
  /** Asking for the microphone. */
  | { state: 'asking' }
  | { state: 'recording'; elapsedMs: number; /** 0–1 */ level: number }
  | { state: 'making' }
  | { state: 'ready'; note: PickedFile & { previewUrl: string } }
  | { state: 'failed'; reason: 'denied' | 'missing' | 'insecure' | 'short' | 'broken' }

/**
 * One voice note from the microphone: idle → asking → recording → making → ready, or failed. `cancel` leads back to
 * idle from everywhere. It ends by itself after a minute, WeChat's own limit.
 */
export class VoiceRecorder {
  readonly now = signal<Recording>({ state: 'idle' })
  #live: Live | null = null
  /** Grows with each start and cancel: what was asked for before comes too late. */
  #turn = 0

  async start(): Promise<void> {
    this.cancel()
    const turn = this.#turn
    this.now.value = { state: 'asking' }
    const devices = (navigator as Partial<Navigator>).mediaDevices
    if (devices === undefined) return this.#fail('insecure')
    let stream: MediaStream
    try {
      const audio = { channelCount: 1, echoCancellation: true, noiseSuppression: true }
      stream = await devices.getUserMedia({ audio })
    } catch (error) {
      if (turn === this.#turn) this.#fail((error as Error).name === 'NotAllowedError' ? 'denied' : 'missing')
      return
    }
    if (turn !== this.#turn) return stopTracks(stream)
    this.#record(stream, turn)
  }

  /** Ends the recording and makes the note. */
  finish(): void {
    this.#live?.recorder.stop()
  }

  cancel(): void {
    this.#turn += 1
    this.#close()
    const before = this.now.peek()
    if (before.state === 'ready') URL.revokeObjectURL(before.note.previewUrl)
    this.now.value = { state: 'idle' }
  }

  /** The note, which is whoever's takes it from now on. */
  take(): PickedFile | null {
    const before = this.now.peek()
    if (before.state !== 'ready') return null
    URL.revokeObjectURL(before.note.previewUrl)
    this.now.value = { state: 'idle' }
    return { ...before.note, previewUrl: null }
  }

  #record(stream: MediaStream, turn: number): void {
    const recorder = new MediaRecorder(stream)
    const context = new AudioContext()
    const meter = context.createAnalyser()
    meter.fftSize = 1024
    context.createMediaStreamSource(stream).connect(meter)
    const chunks: Blob[] = []
    const startedMs = performance.now()
    recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data))
    recorder.addEventListener('stop', () => void this.#make(chunks, turn))
    const timer = setInterval(() => {
      const elapsedMs = performance.now() - startedMs
      this.now.value = { state: 'recording', elapsedMs, level: levelOf(meter) }
      if (elapsedMs >= voiceMostMs) this.finish()
    }, tickMs)
    this.#live = { stream, recorder, context, timer }
    this.now.value = { state: 'recording', elapsedMs: 0, level: 0 }
    recorder.start()
  }

  async #make(chunks: Blob[], turn: number): Promise<void> {
    if (turn !== this.#turn) return
    this.#close()
    this.now.value = { state: 'making' }
    try {
      const whole = await monoSamples(await decodeSound(new Blob(chunks)))
      if (turn !== this.#turn) return
      const samples = whole.subarray(0, voiceRate * voiceMostMs / 1000)
      const durationMs = Math.round(samples.length / voiceRate * 1000)
      if (durationMs < voiceLeastMs) return this.#fail('short')
      const file = new File([wavOf(samples, voiceRate)], 'voice.wav', { type: 'audio/wav' })
      const previewUrl = URL.createObjectURL(file)
      this.now.value = {
        state: 'ready', note: { file, type: 'voice', text: '', width: 0, height: 0, previewUrl, durationMs },
      }
    } catch {
      if (turn === this.#turn) this.#fail('broken')
    }
  }

  #fail(reason: Extract<Recording, { state: 'failed' }>['reason']): void {
    this.now.value = { state: 'failed', reason }
  }

  #close(): void {
    if (this.#live === null) return
    const { stream, recorder, context, timer } = this.#live
    this.#live = null
    clearInterval(timer)
    if (recorder.state !== 'inactive') recorder.stop()
    stopTracks(stream)
    void context.close()
  }
}

interface Live {
  stream: MediaStream
  recorder: MediaRecorder
  context: AudioContext
  timer: ReturnType<typeof setInterval>
}

/** How loud it is, 0–1: the root of the mean square, where speech fills the scale. */
function levelOf(meter: AnalyserNode): number {
  const wave = new Float32Array(meter.fftSize)
  meter.getFloatTimeDomainData(wave)
  const power = wave.reduce((sum, value) => sum + value * value, 0) / wave.length
  return Math.min(1, Math.sqrt(power) * 4)
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

export const voiceMostMs = 60_000
const voiceLeastMs = 500
const tickMs = 80
