import { encode } from 'silk-wasm'
import { wavOf } from '../../../protocol/wav.ts'
import type { Dice } from '../dice.ts'

/**
 * Something between humming and talking, as a WAV of 8 kHz, 16 bits, mono: syllables with a melody. 16 KB a
 * second.
 */
export function newVoiceNote(dice: Dice, seconds: number): Buffer {
  const samples = new Int16Array(seconds * rate)
  const voice = { pitch: dice.between(110, 230), phase: 0 }
  let at = Math.floor(rate * 0.1)
  while (at < samples.length - rate * 0.2) {
    at = syllable(samples, at, voice, dice) + Math.floor(rate * pauseOf(dice))
  }
  return Buffer.from(wavOf(samples, rate))
}

/** The same as WeChat keeps it. */
export async function newSilkNote(dice: Dice, seconds: number): Promise<Buffer> {
  return Buffer.from((await encode(newVoiceNote(dice, seconds), 0)).data)
}

function syllable(
  samples: Int16Array, start: number, voice: { pitch: number; phase: number }, dice: Dice,
): number {
  const length = Math.floor(rate * dice.between(0.09, 0.22))
  const [from, to] = dice.pick(tones)
  const formants = dice.pick(vowels)
  const end = Math.min(samples.length, start + length)
  for (let at = start; at < end; at++) {
    const share = (at - start) / length
    const pitch = voice.pitch * (from + (to - from) * share)
    voice.phase += (2 * Math.PI * pitch) / rate
    samples[at] = Math.round(
      harmonics(voice.phase, pitch, formants) * Math.sin(Math.PI * share) ** 0.6 * 9_000,
    )
  }
  return end
}

/** Harmonics near a formant are loud, as in a vowel. */
function harmonics(phase: number, pitch: number, [first, second]: Pair): number {
  let sum = 0
  for (let number = 1; number * pitch < rate / 2.2 && number <= 14; number++) {
    const near = (formant: number, width: number) => Math.exp(-(((number * pitch - formant) / width) ** 2))
    const loud = 0.08 + near(first, 180) + 0.5 * near(second, 260)
    sum += (Math.sin(number * phase) * loud) / (1 + number * 0.08)
  }
  return sum / 2.5
}

function pauseOf(dice: Dice): number {
  return dice.chance(0.12) ? dice.between(0.25, 0.6) : dice.between(0.01, 0.05)
}

type Pair = readonly [number, number]
/** The four of Mandarin: level, rising, dipping, falling; pitch at the beginning and at the end. */
const tones: readonly Pair[] = [[1.2, 1.2], [0.95, 1.25], [0.85, 0.95], [1.3, 0.8]]
/** First and second formant of a, i, o, e, u in Hz. */
const vowels: readonly Pair[] = [[700, 1_200], [350, 2_100], [420, 900], [520, 1_750], [320, 750]]
const rate = 8_000
