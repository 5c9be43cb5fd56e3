import { listOf, oneOf, optional, record, text } from '../fields.ts'
import { type ContactGroupId, type MaterialId, type MediaId, contactGroupId, materialId, mediaId } from '../ids.ts'
import { limits } from '../limits.ts'
import { operation } from '../operation.ts'
import { version } from './departments.ts'
import { libraryLimits } from './library-groups.ts'

export const materialTypes = { picture: '图片', voice: '语音', video: '视频' } as const
export type MaterialType = keyof typeof materialTypes

/** A picture, voice or video that is kept to be used again. */
export interface Material {
  material: MaterialId
  group: ContactGroupId
  title: string
  type: MaterialType
  media: MediaId
  bytes: number
  width: number
  height: number
  durationMs: number
}

const title = () => text({ bytesMin: 1, bytesMax: limits.nameBytesMax })
const newMaterial = () => record('material', { title: title(), media: mediaId() }, {
  required: ['title', 'media'], bytesMax: 1024,
})

export const createMaterials = operation<{ materials: MaterialId[] }>()({
  name: 'createMaterials', permission: 'materials', effect: 'changes',
  about: 'Uploaded media with titles; what each is, the hub sees. All of them, or none and the fault of the first.',
  input: { group: contactGroupId(), materials: listOf(newMaterial(), { max: libraryLimits.newMaterialsMax }) },
})

/** What is left out stays. */
export const changeMaterial = operation<{ version: number }>()({
  name: 'changeMaterial', permission: 'materials', effect: 'changes', about: 'Its title, or the group it is in.',
  input: { material: materialId(), version: version(), title: optional(title()), group: optional(contactGroupId()) },
})

export const deleteMaterial = operation<Record<string, never>>()({
  name: 'deleteMaterial', permission: 'materials', effect: 'changes',
  about: 'Off the library; what was made with it keeps it.', input: { material: materialId(), version: version() },
})

/** Public ones, those of the user’s department and the ones above; those of their scope, if it is wider. */
export const listMaterials = operation<{ materials: Material[]; next: MaterialId | null }>()({
  name: 'listMaterials', permission: 'signedIn', effect: 'reads', about: 'Materials to choose from, newest first.',
  input: {
    type: optional(oneOf(...Object.keys(materialTypes) as MaterialType[])), group: optional(contactGroupId()),
    search: optional(text({ bytesMax: limits.nameBytesMax })), after: optional(materialId()),
  },
})
