import {
  type MaterialType, changeMaterial as changeOne, createMaterials as create, deleteMaterial as remove,
  listMaterials as list, materialTypes,
} from '../../../protocol/operations/materials.ts'
import { libraryLimits } from '../../../protocol/operations/library-groups.ts'
import type { MaterialId } from '../../../protocol/ids.ts'
import { type GroupScope, usableGroupScope } from '../../../storage/queries/contact-groups.ts'
import { countMembers } from '../../../storage/queries/library-groups.ts'
import {
  type NewMaterial, type StoredMaterial, deleteMaterial as removeStored, insertMaterials, lockMaterial, readMaterials,
  updateMaterial,
} from '../../../storage/queries/materials.ts'
import type { UserEntry } from '../../directory/entries.ts'
import type { Queries } from '../../../storage/pool.ts'
import { lookAt, typeOfMedium } from '../../media/complete-parts.ts'
import { type Change, change, differences } from '../change.ts'
import type { UserContext } from '../context.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal, refuse, refuseField, refuseStale } from '../refusal.ts'
import { scopeOf } from '../scope.ts'
import { keptBy } from './keeper.ts'
import { lockKept } from './library-groups.ts'

export const createMaterials = defineHandler(create, async ({ group, materials }, context) => {
  const rows: NewMaterial[] = []
  for (const [index, given] of materials.entries()) {
    const row = await lookAtMaterial({ ...given, group }, context)
    if (typeof row === 'string') return refuseField('materials', `entry ${index}: ${row}`)
    rows.push(row)
  }
  return change(context, async (inside) => {
    const stored = await lockKept(inside, group, { user: context.user, kind: 'material' })
    if (stored instanceof Refusal) return stored
    const { materialsInGroupMax: max } = libraryLimits
    if (await countMembers(inside, stored) + rows.length > max) return refuseField('group', `more than ${max} entries`)
    const ids = await insertMaterials(inside, rows)
    return {
      output: { materials: ids },
      audit: ids.map((id, at) => {
        const { title, type } = rows[at] as NewMaterial
        return { kind: 'material', id, title, before: null, after: { title, type, group: stored.name } } as const
      }),
    }
  })
})

export const changeMaterial = defineHandler(changeOne, (input, context) => change(context, async (inside) => {
  const { material, version: expected } = input
  const stored = await lockOwn(inside, { id: material, by: context.user, version: expected })
  if (stored instanceof Refusal) return stored
  const target = input.group === null || input.group === stored.group ? null
    : await lockKept(inside, input.group, { user: context.user, kind: 'material' })
  if (target instanceof Refusal) return target
  const { id, version, group, title } = stored
  const after = { group: input.group ?? group, title: input.title ?? title }
  await updateMaterial(inside, { id, ...after })
  const changed = differences({ group, title }, after)
  return {
    output: { version: version + 1 },
    audit: [{ kind: 'material', id, title: after.title, ...changed ?? { before: null, after: null } }],
  }
}))

export const deleteMaterial = defineHandler(remove, ({ material: id, version }, context) => {
  return change(context, (inside) => removeMaterial(inside, { id, by: context.user, version }))
})

/** Off the library; what was made with it keeps its medium. */
export async function removeMaterial(
  inside: Queries, asked: OwnMaterial,
): Promise<Change<Record<string, never>> | Refusal> {
  const stored = await lockOwn(inside, asked)
  if (stored instanceof Refusal) return stored
  await removeStored(inside, stored.id)
  const { id, title, type } = stored
  return { output: {}, audit: [{ kind: 'material', id, title, before: { title, type }, after: null }] }
}

export const listMaterials = defineHandler(list, async ({ type, group, search, after }, { pool, user }) => {
  const scope: GroupScope = (bind) => `g.kind = 'material' and ${usableGroupScope(scopeOf(user), bind)}`
  const materials = await readMaterials(pool, { scope, type, group, search: search ?? '', after, rowsMax })
  return { materials, next: materials.length < rowsMax ? null : materials.at(-1)?.material ?? null }
})

/** A text: why it can't be one. */
async function lookAtMaterial(
  { group, title, media }: Pick<NewMaterial, 'group' | 'title' | 'media'>, context: UserContext,
): Promise<NewMaterial | string> {
  const medium = await context.mediaStore.findAgain(media)
  const type = medium === null ? 'file' : typeOfMedium(medium)
  if (medium === null) return 'no such file'
  if (!isMaterialType(type)) return 'neither picture, voice nor video'
  const sizes = await lookAt(media, type, context)
  return 'reason' in sizes ? sizes.reason : { group, title, type, media, ...sizes, author: context.user.id }
}

interface OwnMaterial { id: MaterialId; by: UserEntry; version?: number }

async function lockOwn(inside: Queries, { id, by, version }: OwnMaterial): Promise<StoredMaterial | Refusal> {
  const stored = await lockMaterial(inside, { id, scope: keptBy(by, 'material') })
  if (stored === undefined) return refuse('notFound', 'no such material')
  return version === undefined || stored.version === version ? stored : refuseStale(stored)
}

function isMaterialType(type: string): type is MaterialType {
  return Object.hasOwn(materialTypes, type)
}

const rowsMax = 60
