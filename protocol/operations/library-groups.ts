import { oneOf, optional, text } from '../fields.ts'
import { type ContactGroupId, type DepartmentId, contactGroupId, departmentId } from '../ids.ts'
import { limits } from '../limits.ts'
import { operation } from '../operation.ts'
import { version } from './departments.ts'

/** What lies in groups to be sent again and again: quick replies (QR-1) and materials (MAT-1). */
export const libraryKinds = { reply: '快捷回复', material: '素材' } as const
export type LibraryKind = keyof typeof libraryKinds

/** Personal ones are of replies only. A department's are used by all below it. */
export const shelfScopes = { personal: '个人', public: '公共', department: '部门' } as const
export type ShelfScope = keyof typeof shelfScopes

export const libraryLimits = Object.freeze({
  /** Of one person, one department, or the public. */
  groupsMax: 100,
  repliesInGroupMax: 300,
  materialsInGroupMax: 5_000,
  /** Brought in one call. */
  newMaterialsMax: 50,
})

export interface LibraryGroup {
  group: ContactGroupId
  scope: ShelfScope
  department: DepartmentId | null
  departmentName: string
  name: string
  members: number
  /** This user may change it and what is in it. */
  managed: boolean
  version: number
}

const kind = () => oneOf(...Object.keys(libraryKinds) as LibraryKind[])
const groupName = () => text({ bytesMin: 1, bytesMax: limits.nameBytesMax })

export const listLibraryGroups = operation<{ groups: LibraryGroup[] }>()({
  name: 'listLibraryGroups', permission: 'signedIn', effect: 'reads',
  about: 'Groups that this user may use or manage: personal ones first, then the departments’, then public ones.',
  input: { kind: kind() },
})

export const createLibraryGroup = operation<{ group: ContactGroupId }>()({
  name: 'createLibraryGroup', permission: 'signedIn', effect: 'changes',
  about: 'The last of its shelf. One’s own needs the right to chat, others that of quick replies or of materials.',
  input: {
    kind: kind(), scope: oneOf(...Object.keys(shelfScopes) as ShelfScope[]), department: optional(departmentId()),
    name: groupName(),
  },
})

export const changeLibraryGroup = operation<{ version: number }>()({
  name: 'changeLibraryGroup', permission: 'signedIn', effect: 'changes', about: 'Its name.',
  input: { group: contactGroupId(), version: version(), name: groupName() },
})

export const moveLibraryGroup = operation<Record<string, never>>()({
  name: 'moveLibraryGroup', permission: 'signedIn', effect: 'changes',
  about: 'Trades places with the one before or after it on its shelf.',
  input: { group: contactGroupId(), direction: oneOf('up', 'down') },
})

export const deleteLibraryGroup = operation<Record<string, never>>()({
  name: 'deleteLibraryGroup', permission: 'signedIn', effect: 'changes',
  about: 'Only when it is empty: else `inUse`.', input: { group: contactGroupId(), version: version() },
})
