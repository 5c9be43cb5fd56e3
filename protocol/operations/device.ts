import { optional, text } from '../fields.ts'
import { type DeviceId, deviceId, installId } from '../ids.ts'
import { deviceInfo, name } from '../kinds.ts'
import { operation } from '../operation.ts'

export interface EnrolmentView {
  /** One-time and expiring; the QR code holds `<hub address>/enrol#<token>`. */
  token: string
  expiresAtMs: number
}

export const createEnrolment = operation<EnrolmentView>()({
  name: 'createEnrolment', permission: 'devices',
  about: 'A token for one phone; its keeper is the user who asks.',
  input: {},
})

export const revokeEnrolments = operation<{ revoked: number }>()({
  name: 'revokeEnrolments', permission: 'devices',
  about: 'Voids the user’s tokens that were not used yet.',
  input: {},
})

export const enrol = operation<{ device: DeviceId; key: string }>()({
  name: 'enrol', permission: 'public',
  about: 'A phone trades its token for its key, once. The key is shown only here; keep it like a password.',
  input: {
    token: text({ bytesMin: 16, bytesMax: 128 }), install: installId(), info: deviceInfo(),
    remark: optional(name()),
  },
})

export interface DeviceRow {
  device: DeviceId
  remark: string
  brand: string
  model: string
  keeper: string
  online: boolean
  revoked: boolean
  lastSeenMs: number | null
  accounts: string[]
}

export const listDevices = operation<{ rows: DeviceRow[] }>()({
  name: 'listDevices', permission: 'devices', about: 'All phones this user may see.', input: {},
})

export const removeDevice = operation<Record<string, never>>()({
  name: 'removeDevice', permission: 'devices', about: 'Revokes the key and closes the connection with 4500.',
  input: { device: deviceId() },
})
