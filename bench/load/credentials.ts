import { createHash } from 'node:crypto'
import type { AccountId, DeviceId, PeerId, UserId } from '../../protocol/ids.ts'

/**
 * Who the bench's phones and seats are: made from one secret, so that the seeding and the load process agree without
 * telling each other thousands of keys.
 */
export function newCredentials(secret: string) {
  const derive = (what: string): string => createHash('sha256').update(`${secret}/${what}`).digest('base64url')
  return {
    deviceOf: (phone: number) => `dbench${padded(phone)}` as DeviceId,
    keyOf: (phone: number) => derive(`key ${phone}`),
    accountOf: (phone: number) => `wxid_bench${padded(phone)}` as AccountId,
    peerOf: (phone: number) => `wxid_customer${padded(phone)}` as PeerId,
    userOf: (seat: number) => `ubench${padded(seat)}` as UserId,
    tokenOf: (seat: number) => derive(`token ${seat}`),
  }
}

export type Credentials = ReturnType<typeof newCredentials>

const padded = (index: number): string => String(index).padStart(6, '0')
