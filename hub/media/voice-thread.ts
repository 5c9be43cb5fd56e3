import { parentPort, workerData } from 'node:worker_threads'
import { decode, encode } from 'silk-wasm'
import { wavOf } from '../../protocol/wav.ts'

/** One note to convert. */
export interface VoiceTask {
  bytes: Uint8Array
  to: 'wav' | 'silk'
}

/** In a thread of its own: damaged bytes may make the decoder crash or never end, and nobody else feels it. */
async function convert({ bytes, to }: VoiceTask): Promise<Uint8Array> {
  if (to === 'silk') return (await encode(bytes, 0)).data
  const { data } = await decode(bytes, wavRate)
  // Copied: the samples may begin at an odd byte.
  const samples = new Int16Array(data.slice().buffer, 0, data.length >> 1)
  return wavOf(samples, wavRate)
}

/** Hz; enough for voices: 2 MB a minute. */
const wavRate = 16_000

parentPort?.postMessage(await convert(workerData as VoiceTask))
