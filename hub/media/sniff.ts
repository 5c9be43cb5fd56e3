/** What the first bytes say; null when nothing known begins so. */
export function sniff(head: Uint8Array): Format | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  return signatures.find(({ is }) => is(bytes))?.format ?? null
}

/**
 * False when the type names a format that we know and the content is another. Types we don't know hold
 * anything.
 */
export function fits(mime: string, head: Uint8Array): boolean {
  const formats = formatsOf.get(mime)
  if (formats === undefined) return true
  const found = sniff(head)
  return found !== null && formats.includes(found)
}

export type Format =
  | 'png' | 'jpeg' | 'gif' | 'webp' | 'bmp' | 'heif' | 'mp3' | 'aac' | 'wav' | 'ogg' | 'flac' | 'amr' | 'silk'
  | 'mp4' | 'matroska'

/** Bytes that decide. */
export const sniffBytes = 32

const starts = (...signs: (string | number[])[]) => (bytes: Buffer): boolean => signs.some((sign) => {
  const expected = typeof sign === 'string' ? Buffer.from(sign, 'latin1') : Buffer.from(sign)
  return bytes.subarray(0, expected.length).equals(expected)
})
const at = (offset: number, sign: string) => (bytes: Buffer): boolean => {
  return bytes.toString('latin1', offset, offset + sign.length) === sign
}
const isHeif = (bytes: Buffer): boolean => {
  const brand = bytes.toString('latin1', 8, 12)
  return at(4, 'ftyp')(bytes) && /^(hei[cmsx]|hevc|mif1|msf1|avif|avis)$/.test(brand)
}

const signatures: { format: Format, is: (bytes: Buffer) => boolean }[] = [
  { format: 'png', is: starts('\x89PNG\r\n\x1a\n') },
  { format: 'jpeg', is: starts([0xff, 0xd8, 0xff]) },
  { format: 'gif', is: starts('GIF87a', 'GIF89a') },
  { format: 'webp', is: (bytes) => starts('RIFF')(bytes) && at(8, 'WEBP')(bytes) },
  { format: 'wav', is: (bytes) => starts('RIFF')(bytes) && at(8, 'WAVE')(bytes) },
  { format: 'bmp', is: (bytes) => starts('BM')(bytes) && bytes.length > 13 && bytes.readUInt32LE(6) === 0 },
  { format: 'heif', is: isHeif },
  { format: 'mp4', is: at(4, 'ftyp') },
  { format: 'matroska', is: starts([0x1a, 0x45, 0xdf, 0xa3]) },
  { format: 'ogg', is: starts('OggS') },
  { format: 'flac', is: starts('fLaC') },
  { format: 'amr', is: starts('#!AMR') },
  // WeChat puts a byte 2 before the usual mark.
  { format: 'silk', is: starts('\x02#!SILK', '#!SILK') },
  { format: 'aac', is: starts([0xff, 0xf1], [0xff, 0xf9]) },
  { format: 'mp3', is: starts('ID3', [0xff, 0xfb], [0xff, 0xf3], [0xff, 0xf2], [0xff, 0xfa]) },
]

const formatsOf = new Map<string, Format[]>(Object.entries({
  'image/png': ['png'], 'image/jpeg': ['jpeg'], 'image/jpg': ['jpeg'], 'image/gif': ['gif'],
  'image/webp': ['webp'], 'image/bmp': ['bmp'], 'image/heic': ['heif'], 'image/heif': ['heif'], 'image/avif': ['heif'],
  'audio/mpeg': ['mp3'], 'audio/mp3': ['mp3'], 'audio/wav': ['wav'], 'audio/x-wav': ['wav'],
  'audio/wave': ['wav'],
  'audio/ogg': ['ogg'], 'audio/flac': ['flac'], 'audio/amr': ['amr'], 'audio/silk': ['silk'],
  'audio/aac': ['aac', 'mp4'],
  'audio/mp4': ['mp4'], 'audio/x-m4a': ['mp4'], 'audio/m4a': ['mp4'], 'audio/webm': ['matroska'],
  'video/mp4': ['mp4'], 'video/quicktime': ['mp4'], 'video/3gpp': ['mp4'], 'video/webm': ['matroska'],
  'video/x-matroska': ['matroska'], 'video/ogg': ['ogg'],
} satisfies Record<string, Format[]>))
