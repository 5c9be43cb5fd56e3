import { packBody } from '../../protocol/bodies.ts'
import { extensionOf } from '../../protocol/message-part.ts'
import type { MessageType } from '../../protocol/kinds.ts'

/** A file the agent chose, dropped or pasted, before it is sent. */
export interface PickedFile {
  file: File
  type: Extract<MessageType, 'picture' | 'video' | 'file' | 'voice'>
  /** What the message says: a file's name. */
  text: string
  width: number
  height: number
  previewUrl: string | null
  /** Of a voice note. */
  durationMs?: number
}

/** Pictures are sent as pictures where WeChat shows them; anything else goes as a file. */
export async function pickFile(file: File): Promise<PickedFile> {
  const type = pictures.has(file.type) ? 'picture' : file.type === 'video/mp4' ? 'video' : 'file'
  const text = type === 'file' ? file.name : ''
  if (type !== 'picture') return { file, type, text, width: 0, height: 0, previewUrl: null }
  return { file, type, text, previewUrl: URL.createObjectURL(file), ...await sizeOf(file) }
}

export function bodyOfFile({ file, type, width, height, durationMs = 0 }: PickedFile): Uint8Array {
  if (type === 'picture') return packBody('picture', { width, height, bytes: file.size })
  if (type === 'voice') return packBody('voice', { durationMs, bytes: file.size })
  if (type === 'video') return packBody('video', { bytes: file.size })
  return packBody('file', { name: file.name, bytes: file.size, ext: extensionOf(file.name) })
}

async function sizeOf(file: File): Promise<{ width: number; height: number }> {
  try {
    const bitmap = await createImageBitmap(file)
    const { width, height } = bitmap
    bitmap.close()
    return { width, height }
  } catch {
    return { width: 0, height: 0 }
  }
}

const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])
