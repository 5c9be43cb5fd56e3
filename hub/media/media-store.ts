import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { MediaId } from '../../protocol/ids.ts'
import { RecentMap } from '../directory/recent-map.ts'

/** A medium that is complete and on disk. */
export interface Medium {
  media: MediaId
  bytes: number
  mime: string
  width: number
  height: number
  /** `d/<device>` or `u/<user>`: everybody who has brought it whole. */
  uploaders: ReadonlySet<string>
}

export type MediumFacts = Omit<Medium, 'media' | 'uploaders'>

export interface MediaStoreOptions {
  /** The folder `media` of the hub's data. */
  folder: string
  /** What storage knows of a medium whose side file isn't here. */
  readRow: (media: MediaId) => Promise<(MediumFacts & { uploader: string }) | undefined>
}

/**
 * Files named by their sha-256: `<aa>/<sha>`, beside it `<sha>.about` with one line per uploader, so that a
 * medium can be read before storage has heard of it. Unfinished ones are in `parts/`, one per uploader:
 * nobody can spoil another's upload.
 */
export class MediaStore {
  private readonly folder: string
  private readonly readRow: MediaStoreOptions['readRow']
  private sweptMs = 0
  private readonly known = new RecentMap<MediaId, Medium>(knownMax)

  constructor({ folder, readRow }: MediaStoreOptions) {
    this.folder = folder
    this.readRow = readRow
  }

  pathOf(media: MediaId): string {
    return join(this.folder, media.slice(0, 2), media)
  }

  /** Null if it isn't complete here. */
  async find(media: MediaId): Promise<Medium | null> {
    const file = await stat(this.pathOf(media)).catch(() => null)
    if (file === null) return null
    const known = this.known.get(media)
    if (known !== undefined) return known
    const facts = await this.readAbout(media) ?? await this.readStored(media)
    // Of another length: not what was checked when it came.
    if (facts === null || facts.bytes !== file.size) return null
    this.known.set(media, facts)
    return facts
  }

  /** Another hub that shares the folder may have added an uploader. */
  findAgain(media: MediaId): Promise<Medium | null> {
    this.known.delete(media)
    return this.find(media)
  }

  /** `media` null: an upload whose id isn't known yet, and can't be resumed. */
  partPath(media: MediaId | null, uploader: string): string {
    const owner = createHash('sha256').update(uploader).digest('hex').slice(0, 16)
    return join(this.folder, partsName, `${media ?? randomUUID()}-${owner}`)
  }

  /** Bytes of an unfinished upload. */
  async partBytes(path: string): Promise<number> {
    return (await stat(path).catch(() => null))?.size ?? 0
  }

  /** Now and then also forgets old parts: they only grow in number when new ones come. */
  async openPart(path: string, nowMs: number): Promise<FileHandle> {
    if (nowMs - this.sweptMs > sweepEveryMs) {
      this.sweptMs = nowMs
      await this.sweep(nowMs)
    }
    await mkdir(join(this.folder, partsName), { recursive: true, mode: 0o700 })
    return open(path, constants.O_RDWR | constants.O_CREAT, 0o600)
  }

  async dropPart(path: string): Promise<void> {
    await rm(path, { force: true })
  }

  /** Makes a checked part the medium. When it resolves, all is on the disk, the folders' entries too. */
  async keep(part: string, medium: Medium, uploader: string): Promise<Medium> {
    const folder = join(this.folder, medium.media.slice(0, 2))
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await this.addUploader(medium, uploader)
    await rename(part, this.pathOf(medium.media))
    await syncFolder(folder)
    await syncFolder(this.folder)
    this.known.delete(medium.media)
    return await this.find(medium.media) ?? medium
  }

  /** Parts nobody has touched for a day. */
  async sweep(nowMs: number): Promise<number> {
    const folder = join(this.folder, partsName)
    let swept = 0
    for (const name of await readdir(folder).catch(() => [])) {
      const file = await stat(join(folder, name)).catch(() => null)
      if (file === null || nowMs - file.mtimeMs < partMs) continue
      await rm(join(folder, name), { force: true })
      swept += 1
    }
    return swept
  }

  /** One line in one write: hubs that share the folder append without a lock. */
  private async addUploader(medium: Medium, uploader: string): Promise<void> {
    const { bytes, mime, width, height } = medium
    const file = await open(this.aboutPath(medium.media), 'a', 0o600)
    try {
      await file.write(`${JSON.stringify({ uploader, bytes, mime, width, height })}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
  }

  private async readAbout(media: MediaId): Promise<Medium | null> {
    const text = await readFile(this.aboutPath(media), 'utf8').catch(() => '')
    const lines = text.split('\n').flatMap((line) => readAboutLine(line) ?? [])
    const first = lines[0]
    if (first === undefined) return null
    const { bytes, mime, width, height } = first
    return { media, bytes, mime, width, height, uploaders: new Set(lines.map(({ uploader }) => uploader)) }
  }

  private async readStored(media: MediaId): Promise<Medium | null> {
    const row = await this.readRow(media)
    if (row === undefined) return null
    const { bytes, mime, width, height, uploader } = row
    return { media, bytes, mime, width, height, uploaders: new Set([uploader]) }
  }

  private aboutPath(media: MediaId): string {
    return `${this.pathOf(media)}.about`
  }
}

/** Null for a line that a crash has cut. */
function readAboutLine(line: string): MediumFacts & { uploader: string } | null {
  try {
    return line === '' ? null : JSON.parse(line) as MediumFacts & { uploader: string }
  } catch {
    return null
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const partsName = 'parts'
/** An upload that was cut off may go on this long. */
const partMs = 24 * 3600 * 1000
const sweepEveryMs = 3600 * 1000
/** About 400 bytes each. */
const knownMax = 20_000
