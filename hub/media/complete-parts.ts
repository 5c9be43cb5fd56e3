import { open } from 'node:fs/promises'
import { type MessagePart, type PartType, partLimits } from '../../protocol/message-part.ts'
import type { MediaId } from '../../protocol/ids.ts'
import type { UserContext } from '../operations/context.ts'
import { type Refusal, refuseField } from '../operations/refusal.ts'
import { mayRead } from './media-access.ts'
import type { Medium } from './media-store.ts'
import { readWav, wavHeadBytes } from './wav.ts'

type Parts = Pick<UserContext, 'user' | 'mediaStore' | 'directory'>
export interface MediumSizes { bytes: number; width: number; height: number; durationMs: number }

/** Prepared messages with what their media are; a medium that can't be sent so is a fault of its entry. */
export async function completeParts(
  given: readonly MessagePart[], context: Parts, { field = 'parts' } = {},
): Promise<MessagePart[] | Refusal> {
  const complete: MessagePart[] = []
  for (const [index, part] of given.entries()) {
    const { bytes: _b, width: _w, height: _h, durationMs: _d, ...own } = part
    const { type, media } = own
    if (!media || type === 'text') {
      complete.push(own)
      continue
    }
    const sizes = await lookAt(media, type === 'link' ? 'picture' : type, context)
    if ('reason' in sizes) return refuseField(field, `entry ${index}: ${sizes.reason}`)
    complete.push({ ...own, ...sizes })
  }
  return complete
}

/** What a medium is as a message of this type, or why it can't be one. */
export async function lookAt(
  media: MediaId, type: Exclude<PartType, 'text' | 'link'>, { user, mediaStore, directory }: Parts,
): Promise<MediumSizes | { reason: string }> {
  const medium = await mediaStore.findAgain(media)
  if (medium === null || !mayRead({ kind: 'user', user: user.id }, medium.uploaders, directory)) {
    return { reason: 'no such file' }
  }
  const { bytes, width, height, mime } = medium
  const sizes = { bytes, width, height, durationMs: 0 }
  switch (type) {
    case 'file': return sizes
    case 'picture': return pictures.has(mime) ? sizes : { reason: 'not a picture of a known format' }
    case 'video':
      if (!videos.has(mime)) return { reason: 'not a mp4 video' }
      return bytes > partLimits.videoBytesMax ? { reason: `a video over ${partLimits.videoBytesMax} bytes` } : sizes
    case 'voice': return voiceSizes(medium, mediaStore.pathOf(media))
  }
}

/** By what the type of a medium says, what it is as a message. */
export function typeOfMedium({ mime }: Pick<Medium, 'mime'>): Exclude<PartType, 'text' | 'link'> {
  if (pictures.has(mime)) return 'picture'
  return mime.startsWith('audio/') ? 'voice' : videos.has(mime) ? 'video' : 'file'
}

async function voiceSizes(
  { bytes, mime }: Medium, path: string,
): Promise<MediumSizes | { reason: string }> {
  const { voiceBytesMax, voiceMsMax } = partLimits
  if (!voices.has(mime)) return { reason: 'not a wav voice' }
  if (bytes > voiceBytesMax) return { reason: `a voice over ${voiceBytesMax} bytes` }
  const header = readWav(await readHead(path), { fileBytes: bytes })
  if (!header.ok) return header
  const { durationMs } = header
  return durationMs > voiceMsMax
    ? { reason: `a voice over ${voiceMsMax / 1000} seconds` } : { bytes, width: 0, height: 0, durationMs }
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(wavHeadBytes), 0, wavHeadBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

const pictures = new Set(['image/png', 'image/jpeg', 'image/jpg', 'image/gif', 'image/webp', 'image/bmp'])
const voices = new Set(['audio/wav', 'audio/x-wav', 'audio/wave'])
const videos = new Set(['video/mp4', 'video/quicktime'])
