import { createHash } from 'node:crypto'
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MediaId } from '../../../protocol/ids.ts'
import { Dice } from '../dice.ts'
import { newDocument } from '../media/document.ts'
import { type Motif, motifs, newAvatar, newPicture } from '../media/pictures.ts'
import { newVoiceNote } from '../media/voice-note.ts'

/** A file of the history, as the hub keeps it. */
export interface PoolFile {
  media: MediaId
  content: Buffer
  mime: string
  width: number
  height: number
}

export interface PoolPicture {
  original: PoolFile
  thumbnail: PoolFile
  motif: Motif
}

export interface PoolVoice {
  file: PoolFile
  seconds: number
}

/** All media of the seeded month, drawn from the seed. */
export interface MediaPool {
  files: PoolFile[]
  avatars: MediaId[]
  pictures: PoolPicture[]
  voices: PoolVoice[]
  documents: PoolFile[]
}

export function newMediaPool(seed: number): MediaPool {
  const dice = new Dice(`media ${seed}`)
  const avatars = avatarFiles(seed)
  const pictures = Array.from(
    { length: picturesTotal }, (_, index) => poolPicture(dice, motifs[index % motifs.length] as Motif),
  )
  const voices = Array.from({ length: voicesTotal }, () => poolVoice(dice, dice.integer(2, 12)))
  const documents = Array.from(
    { length: documentsTotal }, () => poolFile(newDocument(dice), 'application/pdf'),
  )
  const files = [
    ...avatars, ...pictures.flatMap(({ original, thumbnail }) => [original, thumbnail]),
    ...voices.map(({ file }) => file),
    ...documents,
  ]
  return { files, avatars: avatars.map(({ media }) => media), pictures, voices, documents }
}

/**
 * `<folder>/<aa>/<sha>` and its `.about`, which says who may be shown it: everybody, since a user brought it.
 */
export async function writeMediaFiles(
  folder: string, files: readonly PoolFile[], uploader: string,
): Promise<void> {
  for (const { media, content, mime, width, height } of files) {
    const path = join(folder, media.slice(0, 2), media)
    await mkdir(join(folder, media.slice(0, 2)), { recursive: true, mode: 0o700 })
    await writeFile(path, content, { mode: 0o600 })
    const about = JSON.stringify({ uploader, bytes: content.length, mime, width, height })
    await appendFile(`${path}.about`, `${about}\n`, { mode: 0o600 })
  }
}

function avatarFiles(seed: number): PoolFile[] {
  const dice = new Dice(`avatars ${seed}`)
  return Array.from(
    { length: avatarsTotal }, () => poolFile(newAvatar(dice), 'image/png', { width: 96, height: 96 }),
  )
}

function poolPicture(dice: Dice, motif: Motif): PoolPicture {
  const { original, thumbnail, width, height } = newPicture(dice, motif)
  return {
    motif, original: poolFile(original, 'image/png', { width, height }),
    thumbnail: poolFile(
      thumbnail, 'image/png', { width: Math.floor(width / 4), height: Math.floor(height / 4) },
    ),
  }
}

function poolVoice(dice: Dice, seconds: number): PoolVoice {
  return { file: poolFile(newVoiceNote(dice, seconds), 'audio/wav'), seconds }
}

function poolFile(content: Buffer, mime: string, { width, height } = { width: 0, height: 0 }): PoolFile {
  return {
    media: createHash('sha256').update(content).digest('hex') as MediaId, content, mime, width, height,
  }
}

/** About 0.1 s of drawing per picture. */
const picturesTotal = 60
const avatarsTotal = 240
const voicesTotal = 30
const documentsTotal = 8
