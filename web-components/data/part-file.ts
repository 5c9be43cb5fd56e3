import { type MessagePart, type PartType, partLimits } from '../../protocol/message-part.ts'
import type { MediaId } from '../../protocol/ids.ts'
import { faultText } from './fault-text.ts'
import { upload } from './media.ts'
import { readVoice } from './voice-file.ts'

export type MediaPartType = Exclude<PartType, 'text'>
export type BroughtPart = { ok: true; part: MessagePart } | { ok: false; text: string }
interface Bringing { signal: AbortSignal; onProgress?: (share: number) => void }

/** What a file dialog offers for each type; a voice may be what the browser converts. */
export const acceptOf: Record<MediaPartType, string> = {
  picture: 'image/png,image/jpeg,image/gif,image/webp,image/bmp', voice: 'audio/*', video: 'video/mp4,video/quicktime',
  file: '', link: 'image/png,image/jpeg,image/gif,image/webp',
}

/** A chosen file, uploaded, as a prepared message; too large or too long ones are refused before they travel. */
export async function bringPart(type: MediaPartType, file: File, bringing: Bringing): Promise<BroughtPart> {
  if (type === 'voice') {
    const voice = await readVoice(file)
    return voice.ok ? send({ type, durationMs: voice.durationMs }, voice.file, bringing) : voice
  }
  if (type === 'video' && file.size > partLimits.videoBytesMax) {
    return { ok: false, text: `视频不能超过 ${partLimits.videoBytesMax / 1024 / 1024} MB` }
  }
  return send({ type, ...type === 'file' ? { text: file.name } : {} }, file, bringing)
}

async function send(
  part: MessagePart, file: File, { signal, onProgress = () => undefined }: Bringing,
): Promise<BroughtPart> {
  const sent = await upload(file, { signal, onProgress })
  if (!sent.ok) return { ok: false, text: faultText(sent.fault) }
  const media: MediaId = sent.media
  return { ok: true, part: { ...part, media, bytes: file.size } }
}
