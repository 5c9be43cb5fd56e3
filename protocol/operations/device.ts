import { boolean, optional, text } from '../fields.ts'
import { type DeviceGroupId, type DeviceId, deviceGroupId, deviceId, installId, mediaId, userId } from '../ids.ts'
import { deviceInfo, name } from '../kinds.ts'
import { limits } from '../limits.ts'
import { operation } from '../operation.ts'
import { version } from './departments.ts'

export interface EnrolmentView {
  /** One-time and expiring; the QR code holds `<hub address>/enrol#<token>`. */
  token: string
  expiresAtMs: number
}

export const createEnrolment = operation<EnrolmentView>()({
  name: 'createEnrolment', permission: 'devices', effect: 'changes',
  about: 'A token for one phone; its keeper is the user who asks.',
  input: {},
})

export const revokeEnrolments = operation<{ revoked: number }>()({
  name: 'revokeEnrolments', permission: 'devices', effect: 'changes',
  about: 'Voids the user’s tokens that were not used yet.',
  input: {},
})

export const enrol = operation<{ device: DeviceId; key: string }>()({
  name: 'enrol', permission: 'public', effect: 'changes',
  about: 'A phone trades its token for its key, once. The key is shown only here; keep it like a password.',
  input: {
    token: text({ bytesMin: 16, bytesMax: 128 }), install: installId(), info: deviceInfo(),
    remark: optional(name()),
  },
})

export const removeDevice = operation<Record<string, never>>()({
  name: 'removeDevice', permission: 'devicesWipe', effect: 'changes',
  about: 'Revokes the key and closes the connection with 4500.',
  input: { device: deviceId() },
})

/** What is left out stays. 409 `conflict` with `current` when the version isn't the newest. */
export const changeDevice = operation<{ version: number }>()({
  name: 'changeDevice', permission: 'devicesManage', effect: 'changes', about: 'Remark, keeper, group of a phone.',
  input: {
    device: deviceId(), version: version(), remark: optional(name()), keeper: optional(userId()),
    group: optional(deviceGroupId()),
    /** Into no group; a group left out stays. */
    ungrouped: optional(boolean()),
  },
})

const groupName = () => text({ bytesMin: 1, bytesMax: limits.nameBytesMax })

export const createDeviceGroup = operation<{ group: DeviceGroupId }>()({
  name: 'createDeviceGroup', permission: 'devicesManage', effect: 'changes', about: 'A group to put phones in.',
  input: { name: groupName(), remark: optional(name()) },
})

export const changeDeviceGroup = operation<{ version: number }>()({
  name: 'changeDeviceGroup', permission: 'devicesManage', effect: 'changes', about: 'Its name and remark.',
  input: { group: deviceGroupId(), version: version(), name: optional(groupName()), remark: optional(name()) },
})

export const deleteDeviceGroup = operation<Record<string, never>>()({
  name: 'deleteDeviceGroup', permission: 'devicesManage', effect: 'changes', about: 'Its phones are in none then.',
  input: { group: deviceGroupId(), version: version() },
})

/** DEV-10. Texts as they stand in the cells: what is wrong with them is said where they are shown. */
export const readContactSheet = operation<{ rows: { name: string; number: string }[] }>()({
  name: 'readContactSheet', permission: 'devicesManage', effect: 'reads',
  about: 'The rows of a sheet of contacts that this user uploaded; the template is GET /template/deviceContacts.',
  input: { media: mediaId() },
})
