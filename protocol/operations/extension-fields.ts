import { type ExtensionField, type ExtensionValue, extensionKinds, extensionLimits, extensionValue }
  from '../extension-field.ts'
import { boolean, listOf, oneOf, optional, text } from '../fields.ts'
import {
  type ExtensionFieldId, accountId, contactGroupId, departmentId, extensionFieldId, peerId,
} from '../ids.ts'
import { limits } from '../limits.ts'
import { operation } from '../operation.ts'
import { version } from './departments.ts'

const kinds = Object.keys(extensionKinds) as (keyof typeof extensionKinds)[]
const fieldName = () => text({ bytesMin: 1, bytesMax: limits.nameBytesMax })
const choices = () => listOf(text({ bytesMin: 1, bytesMax: extensionLimits.choiceBytesMax }), {
  max: extensionLimits.choicesMax,
})
const departments = () => listOf(departmentId(), { max: limits.filterEntriesMax })

/** `usable`: this user's department is among those it is for. */
export interface KnownField extends ExtensionField { usable: boolean }

export const listExtensionFields = operation<{ fields: KnownField[] }>()({
  name: 'listExtensionFields', permission: 'signedIn', effect: 'reads',
  about: 'The extension fields in their order, but for disabled ones.',
  input: {},
})

export const createExtensionField = operation<{ field: ExtensionFieldId }>()({
  name: 'createExtensionField', permission: 'extensionFields', effect: 'changes',
  about: 'An extension field, the last one. Without departments it is for all, else for these and those below them.',
  input: {
    name: fieldName(), kind: oneOf(...kinds), choices: optional(choices()), departments: optional(departments()),
  },
})

/** Its kind stays. What is left out stays, but for departments: an empty list is for all. */
export const changeExtensionField = operation<{ version: number }>()({
  name: 'changeExtensionField', permission: 'extensionFields', effect: 'changes',
  about: 'Its name, choices, departments, and whether it is in use. Values stay in any case.',
  input: {
    field: extensionFieldId(), version: version(), name: optional(fieldName()), choices: optional(choices()),
    departments: optional(departments()), enabled: optional(boolean()),
  },
})

export const moveExtensionField = operation<Record<string, never>>()({
  name: 'moveExtensionField', permission: 'extensionFields', effect: 'changes',
  about: 'Trades places with the one before or after it; one in use passes those that are disabled.',
  input: { field: extensionFieldId(), direction: oneOf('up', 'down') },
})

/**
 * `before` is what the caller saw: 409 `conflict`, with `current: {value}`, when somebody changed it meanwhile. A nil
 * value empties it.
 */
export const setFriendField = operation<{ value: ExtensionValue | null }>()({
  name: 'setFriendField', permission: 'chat', effect: 'changes',
  about: 'The value of an extension field for a friend that this seat serves. It stays when the friend is reassigned.',
  input: {
    account: accountId(), peer: peerId(), field: extensionFieldId(), value: optional(extensionValue()),
    before: optional(extensionValue()),
  },
})

export const setFriendGroup = operation<Record<string, never>>()({
  name: 'setFriendGroup', permission: 'chat', effect: 'changes',
  about: 'Puts a friend that this seat serves into a friend group, or out of any.',
  input: { account: accountId(), peer: peerId(), group: optional(contactGroupId()) },
})
