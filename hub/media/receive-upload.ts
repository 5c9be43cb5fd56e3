import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { MediaId } from '../../protocol/ids.ts'
import { refuse } from '../operations/refusal.ts'
import type { Refusal } from '../operations/refusal.ts'
import type { MediaStore, Medium } from './media-store.ts'
import { pictureHeadBytes, pictureSize } from './picture-size.ts'
import { fits, sniffBytes } from './sniff.ts'

/** A body as it comes; 'gone' when the peer left before its end. */
export interface UploadBody {
  next(): Promise<Buffer | 'end' | 'gone'>
}

export interface Upload {
  /** Null when the uploader can't compute it: the hub does. */
  media: MediaId | null
  part: string
  uploader: string
  mime: string
  /** Where the body begins, how long the whole is, and how long the body. */
  from: number
  total: number
  length: number
  body: UploadBody
}

export type Received =
  | { outcome: 'stored', medium: Medium }
  /** The body was a piece in the middle; the part is so long now. */
  | { outcome: 'more', offset: number }
  /** The peer left; what came is kept for a resumption. */
  | { outcome: 'cutOff', offset: number }
  | { outcome: 'refused', refusal: Refusal }

/** Writes a body into its part; with the last byte checks the whole and makes it a medium. */
export async function receiveUpload(store: MediaStore, upload: Upload): Promise<Received> {
  try {
    const file = await store.openPart(upload.part, Date.now())
    try {
      return await receive({ store, upload, file })
    } finally {
      await file.close()
    }
  } catch (error) {
    if (!isDiskFull(error)) throw error
    await store.dropPart(upload.part)
    return { outcome: 'refused', refusal: diskFull }
  }
}

interface Receiving { store: MediaStore, upload: Upload, file: FileHandle }

async function receive({ store, upload, file }: Receiving): Promise<Received> {
  const { from, total, length, media } = upload
  await file.truncate(from)
  const hash = from === 0 ? createHash('sha256') : await hashOfPart(file, from)
  const written = await writeBody({ file, upload, hash })
  if (written === 'wrongType') return drop(store, upload, wrongType(upload.mime))
  const offset = from + written
  if (written < length) {
    if (media === null) await store.dropPart(upload.part)
    return { outcome: 'cutOff', offset }
  }
  if (offset < total) return { outcome: 'more', offset }
  return finish({ store, upload, file }, hash)
}

async function finish({ store, upload, file }: Receiving, hash: Hash): Promise<Received> {
  const { total, mime, uploader } = upload
  const media = hash.digest('hex') as MediaId
  if (upload.media !== null && media !== upload.media) {
    return drop(store, upload, wrongHash)
  }
  const head = await readHead(file, Math.min(total, pictureHeadBytes))
  if (!fits(mime, head)) return drop(store, upload, wrongType(mime))
  await file.sync()
  const size = mime.startsWith('image/') ? pictureSize(head) : { width: 0, height: 0 }
  const medium = { media, bytes: total, mime, ...size, uploaders: new Set([uploader]) }
  return { outcome: 'stored', medium: await store.keep(upload.part, medium, uploader) }
}

/** Bytes written: fewer than announced when the peer left. The type is looked at with the first chunk. */
async function writeBody(
  { file, upload, hash }: { file: FileHandle, upload: Upload, hash: Hash },
): Promise<number | 'wrongType'> {
  const { from, length, mime, body } = upload
  let written = 0
  while (written < length) {
    const chunk = await body.next()
    if (chunk === 'gone' || chunk === 'end') return written
    const isFirst = from === 0 && written === 0
    if (isFirst && chunk.length >= sniffBytes && !fits(mime, chunk)) return 'wrongType'
    const piece = chunk.subarray(0, length - written)
    await writeAll(file, piece, from + written)
    hash.update(piece)
    written += piece.length
  }
  return written
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

async function hashOfPart(file: FileHandle, bytes: number): Promise<Hash> {
  const hash = createHash('sha256')
  const buffer = Buffer.alloc(hashChunkBytes)
  for (let position = 0; position < bytes;) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, bytes - position), position)
    if (bytesRead === 0) break
    hash.update(buffer.subarray(0, bytesRead))
    position += bytesRead
  }
  return hash
}

async function readHead(file: FileHandle, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes)
  const { bytesRead } = await file.read(buffer, 0, bytes, 0)
  return buffer.subarray(0, bytesRead)
}

async function drop(store: MediaStore, upload: Upload, refusal: Refusal): Promise<Received> {
  await store.dropPart(upload.part)
  return { outcome: 'refused', refusal }
}

function wrongType(mime: string): Refusal {
  return refuse('wrongMediaType', `the content isn’t ${mime}`)
}

function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as { code?: string } | null)?.code ?? '')
}

const diskFull = refuse('diskFull', 'no room on the disk; nothing of this upload was kept')
const wrongHash = refuse('wrongHash', 'the content isn’t what its id says; start from the beginning')
const hashChunkBytes = 256 * 1024
