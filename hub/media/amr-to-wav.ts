import { spawn } from 'node:child_process'
import { type Refusal, refuse } from '../operations/refusal.ts'

/** By ffmpeg, where it is installed. It gets a file of ours and may write no more than a few minutes. */
export function amrToWav(path: string): Promise<Uint8Array | Refusal> {
  return new Promise((resolve) => {
    const ffmpeg = spawn('ffmpeg', [
      '-nostdin', '-v', 'error', '-protocol_whitelist', 'file,pipe', '-f', 'amr', '-i', path,
      '-t', String(secondsMax), '-ac', '1', '-ar', '16000', '-sample_fmt', 's16', '-fflags', '+bitexact', '-f', 'wav',
      'pipe:1',
    ], { stdio: ['ignore', 'pipe', 'ignore'] })
    // Its own time-out would outlive a program that isn't there.
    const timer = setTimeout(() => ffmpeg.kill('SIGKILL'), withinMs)
    const end = (result: Uint8Array | Refusal): void => {
      clearTimeout(timer)
      resolve(result)
    }
    const chunks: Buffer[] = []
    ffmpeg.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    ffmpeg.once('error', () => end(missing))
    ffmpeg.once('close', (code) => end(code === 0 ? withSizes(Buffer.concat(chunks)) : damaged))
  })
}

/**
 * Written into a pipe, the head couldn't know how much would follow. Without sound there was nothing to decode: ffmpeg
 * leaves damaged frames out and ends well.
 */
function withSizes(wav: Buffer): Buffer | Refusal {
  const data = wav.indexOf('data', 12, 'latin1')
  if (data < 0 || wav.length <= data + 8) return damaged
  wav.writeUInt32LE(wav.length - 8, 4)
  wav.writeUInt32LE(wav.length - data - 8, data + 4)
  return wav
}

const missing = refuse('noConverter', 'ffmpeg is not installed on the hub: AMR can’t be converted')
const damaged = refuse('unplayable', 'the voice note is damaged, or not what its type says')
const secondsMax = 300
const withinMs = 20_000
