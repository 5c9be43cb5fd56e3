export type WavHeader = { ok: true; durationMs: number; dataBytes: number } | { ok: false; reason: string }

/**
 * How long a WAV file lasts, by its header: RIFF chunks up to `data` (Multimedia Programming Interface 1.0). `head` is
 * the file's beginning. A recorder that was cut off leaves a length of nothing or of 4 GB: then the file's own counts.
 */
export function readWav(head: Uint8Array, { fileBytes }: { fileBytes: number }): WavHeader {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') {
    return refused('not a wav file')
  }
  let bytesPerSecond = 0
  for (let offset = 12; offset + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', offset, offset + 4)
    const length = bytes.readUInt32LE(offset + 4)
    const begin = offset + 8
    if (name === 'fmt ') {
      if (length < 16 || begin + 16 > bytes.length) return refused('a damaged wav file')
      bytesPerSecond = bytes.readUInt32LE(begin + 8)
    }
    if (name === 'data') return durationOf({ bytesPerSecond, length, rest: fileBytes - begin })
    // Chunks begin at even places.
    offset = begin + length + length % 2
  }
  return refused('a wav file without sound')
}

function durationOf(
  { bytesPerSecond, length, rest }: { bytesPerSecond: number; length: number; rest: number },
): WavHeader {
  if (bytesPerSecond < bytesPerSecondMin || bytesPerSecond > bytesPerSecondMax) return refused('a damaged wav file')
  const dataBytes = length === 0 ? rest : Math.min(length, rest)
  if (dataBytes <= 0) return refused('a wav file without sound')
  return { ok: true, dataBytes, durationMs: Math.ceil(dataBytes / bytesPerSecond * 1000) }
}

function refused(reason: string): WavHeader {
  return { ok: false, reason }
}

/** What may stand before the sound: titles, a broadcast's description. */
export const wavHeadBytes = 256 * 1024
/** From GSM 6.10 to 192 kHz × 8 channels × 32 bits. */
const bytesPerSecondMin = 500
const bytesPerSecondMax = 192_000 * 8 * 4
