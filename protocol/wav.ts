/** Samples of one channel, 16 bits, as a WAV file. */
export function wavOf(samples: Int16Array, rate: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(wavSoundAt + samples.byteLength)
  const view = new DataView(bytes.buffer)
  const word = (at: number, text: string): void => {
    for (let index = 0; index < text.length; index++) view.setUint8(at + index, text.charCodeAt(index))
  }
  word(0, 'RIFF')
  view.setUint32(4, bytes.length - 8, true)
  word(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  // PCM, one channel.
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  word(36, 'data')
  view.setUint32(40, samples.byteLength, true)
  for (let index = 0; index < samples.length; index++) {
    view.setInt16(wavSoundAt + 2 * index, samples[index] as number, true)
  }
  return bytes
}

/** Where the sound begins, bytes. */
export const wavSoundAt = 44
