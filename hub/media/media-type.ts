import { limits } from '../../protocol/limits.ts'

/** `image/png` of `Image/PNG; charset=x`, or null for what is no media type. */
export function readMediaType(contentType: string): string | null {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  return /^[a-z]+\/[a-z0-9][a-z0-9.+_-]{0,100}$/.test(type) ? type : null
}

export function bytesMaxOf(mime: string): number {
  if (mime.startsWith('image/')) return limits.pictureBytesMax
  return mime.startsWith('audio/') ? limits.voiceBytesMax : limits.mediaBytesMax
}

/**
 * Shown in the page. Everything else is a download of unknown bytes: HTML and SVG could run scripts in our
 * origin.
 */
export function isInline(mime: string): boolean {
  return inline.has(mime)
}

const inline = new Set([
  'image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp', 'image/avif', 'image/heic',
  'audio/mpeg', 'audio/wav', 'audio/x-wav', 'audio/ogg', 'audio/mp4', 'audio/aac', 'audio/amr', 'audio/silk',
  'audio/flac', 'audio/webm', 'video/mp4', 'video/webm', 'video/quicktime', 'video/ogg', 'video/3gpp',
])
