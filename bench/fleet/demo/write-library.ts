import type { UserId } from '../../../protocol/ids.ts'
import { type MessagePart, partSummary } from '../../../protocol/message-part.ts'
import type { Queries } from '../../../storage/pool.ts'
import { type DemoPart, materialGroups, replyGroups } from './library.ts'
import type { MediaPool, PoolFile, PoolVoice } from './media-pool.ts'

interface Library { pool: MediaPool; userOf: (name: string) => UserId }

/** The company's quick replies and materials, with pictures and voices of the pool. */
export async function writeLibrary(inside: Queries, library: Library): Promise<void> {
  const take = newTaker(library.pool)
  for (const { name, department, owner, replies } of replyGroups) {
    const author = library.userOf(owner ?? 'admin')
    const group = await writeGroup(inside, { kind: 'reply', name, department, owner: owner && author })
    for (const [title, ...given] of replies) {
      const parts = given.map((part) => partOf(part, take))
      await inside.query(`insert into quick_reply (contact_group, title, parts, summary, author)
        values ($1, $2, $3, $4, $5)`, [
        group, title, JSON.stringify(parts), parts.map(partSummary).join(' ⏎ '), author,
      ])
    }
  }
  for (const { name, department, pictures, voices } of materialGroups) {
    const group = await writeGroup(inside, { kind: 'material', name, department })
    const author = library.userOf('admin')
    for (const [title, motif] of pictures) {
      await writeMaterial(inside, { group, title, author, type: 'picture', ...sizesOf(take.picture(motif)) })
    }
    for (const title of voices) {
      await writeMaterial(inside, { group, title, author, type: 'voice', ...voiceSizes(take.voice()) })
    }
  }
}

type Sizes = Required<Pick<MessagePart, 'media' | 'bytes' | 'width' | 'height' | 'durationMs'>>

interface NewGroup { kind: string; name: string; department?: string | undefined; owner?: string | undefined }

async function writeGroup(inside: Queries, { kind, name, department, owner }: NewGroup): Promise<number> {
  const { rows } = await inside.query<{ id: number }>(`
    insert into contact_group (kind, department, owner, name)
    values ($1, (select id from department where name = $2), $3, $4) returning id`, [
    kind, department ?? '', owner ?? null, name,
  ])
  return rows[0]?.id as number
}

async function writeMaterial(
  inside: Queries,
  { group, title, author, type, ...sizes }: Sizes & { group: number; title: string; author: string; type: string },
): Promise<void> {
  const { media, bytes, width, height, durationMs } = sizes
  await inside.query(`
    insert into material (contact_group, title, type, media, bytes, width, height, duration_ms, author)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, [group, title, type, media, bytes, width, height, durationMs, author])
}

function partOf(part: DemoPart, take: Taker): MessagePart {
  switch (part.type) {
    case 'text': return part
    case 'picture': return { type: 'picture', ...sizesOf(take.picture(part.motif)) }
    case 'voice': return { type: 'voice', ...voiceSizes(take.voice()) }
    case 'file': return { type: 'file', text: part.name, ...sizesOf(take.document()) }
    case 'link': {
      const { type, title, url, description, motif } = part
      return { type, title, url, description, ...sizesOf(take.picture(motif)) }
    }
  }
}

function sizesOf({ media, content, width, height }: PoolFile): Sizes {
  return { media, bytes: content.length, width, height, durationMs: 0 }
}

function voiceSizes({ file, seconds }: PoolVoice): Sizes {
  return { ...sizesOf(file), durationMs: seconds * 1000 }
}

type Taker = ReturnType<typeof newTaker>

/** The next of a kind each time, and the first again after the last. */
function newTaker({ pictures, voices, documents }: MediaPool) {
  let count = 0
  const next = <One>(all: readonly One[]): One => all[count++ % all.length] as One
  return {
    picture: (motif: string) => next(pictures.filter((one) => one.motif === motif)).original,
    voice: () => next(voices), document: () => next(documents),
  }
}
