import type { MediaId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { OperationFault } from '../../protocol/operation.ts'
import { isPassing } from './api.ts'
import { type Reply, request } from './upload-request.ts'

/** Where a medium is read from. */
export function mediaUrl(media: MediaId): string {
  return `/media/${media}`
}

/** A media id, or an https address as WeChat gives it; anything else shows as initials. */
export function avatarUrl(avatar: string): string | null {
  if (/^[0-9a-f]{64}$/.test(avatar)) return mediaUrl(avatar as MediaId)
  return avatar.startsWith('https://') ? avatar : null
}

export type Uploaded = { ok: true; media: MediaId } | { ok: false; fault: OperationFault }

export interface UploadOptions {
  onProgress: (share: number) => void
  signal: AbortSignal
  wait?: (delayMs: number) => Promise<void>
}

/**
 * Brings a file to the hub. Its name is its own hash, so an upload that was cut off goes on where it stopped,
 * and a file that is there already isn't sent again. Without https the browser can't compute the hash: then
 * the whole file is sent anew.
 */
export async function upload(file: Blob, { onProgress, signal, wait = sleep }: UploadOptions): Promise<Uploaded> {
  const tooLarge = limitFault(file)
  if (tooLarge !== null) return { ok: false, fault: tooLarge }
  let media: MediaId | null
  try {
    media = await hashOf(file)
  } catch {
    return { ok: false, fault: { code: 'unreadable', reason: 'the file can’t be read' } }
  }
  let fault: OperationFault = { code: 'offline', reason: 'no connection' }
  for (let attempt = 0; attempt < attemptsMost; attempt += 1) {
    if (signal.aborted) return { ok: false, fault: { code: 'aborted', reason: 'aborted' } }
    if (attempt > 0) await wait(600 * 2 ** attempt)
    const one = { file, onProgress, signal }
    const result = media === null ? await sendWhole(one) : await sendRest({ ...one, media })
    if (result.ok) return result
    fault = result.fault
    if (!isPassing(fault) && fault.code !== 'offsetMismatch') break
  }
  return { ok: false, fault }
}

interface OneTry {
  file: Blob
  onProgress: (share: number) => void
  signal: AbortSignal
}

async function sendRest({ file, media, onProgress, signal }: OneTry & { media: MediaId }): Promise<Uploaded> {
  const known = await request({ method: 'HEAD', url: mediaUrl(media), signal })
  if (known.status === 0) return { ok: false, fault: known.fault }
  const whole = known.status === 200 && (known.offset === null || known.offset >= file.size)
  const offset = whole ? file.size : Math.min(known.offset ?? 0, file.size)
  onProgress(offset / file.size)
  if (whole) return { ok: true, media }
  const headers: Record<string, string> = { 'content-type': typeOf(file) }
  if (offset > 0) headers['content-range'] = `bytes ${offset}-${file.size - 1}/${file.size}`
  const reply = await request({
    method: 'PUT', url: mediaUrl(media), headers, body: offset > 0 ? file.slice(offset) : file, signal,
    onSent: (sent) => onProgress((offset + sent) / file.size),
  })
  return answerOf(reply, media)
}

async function sendWhole({ file, onProgress, signal }: OneTry): Promise<Uploaded> {
  const reply = await request({
    method: 'POST', url: '/media', headers: { 'content-type': typeOf(file) }, body: file, signal,
    onSent: (sent) => onProgress(sent / Math.max(1, file.size)),
  })
  return answerOf(reply, (reply.body as { media?: MediaId } | null)?.media ?? null)
}

function answerOf(reply: Reply, media: MediaId | null): Uploaded {
  if (reply.status >= 200 && reply.status < 300 && media !== null) return { ok: true, media }
  return { ok: false, fault: reply.fault }
}

function limitFault(file: Blob): OperationFault | null {
  const picture = file.type.startsWith('image/')
  const most = picture ? limits.pictureBytesMax : limits.mediaBytesMax
  if (file.size === 0) return { code: 'emptyFile', reason: 'the file is empty' }
  return file.size > most ? { code: 'tooLarge', reason: `more than ${most} bytes` } : null
}

function typeOf(file: Blob): string {
  return file.type === '' ? 'application/octet-stream' : file.type
}

async function hashOf(file: Blob): Promise<MediaId | null> {
  const bytes = await file.arrayBuffer()
  const subtle = (crypto as Partial<Crypto>).subtle
  if (subtle === undefined) return null
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('') as MediaId
}

function sleep(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs))
}

const attemptsMost = 6
