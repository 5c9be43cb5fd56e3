import type { FieldSet } from '../fields.ts'
import type { Shape } from '../message.ts'
import { phoneDownlink, phoneUplink } from '../messages/phone.ts'
import { seatDownlink, seatUplink } from '../messages/seat.ts'

/** A frame and the messages that a reader must find in it; bytes are `{"hex": "…"}`. */
export interface GoldenFrame {
  name: string
  messages: unknown[]
  frame: string
}

export type AnyShape = Shape<string, FieldSet>
export const families = { phoneUplink, phoneDownlink, seatUplink, seatDownlink }
export type FamilyName = keyof typeof families

/** Bytes have no form in JSON. */
export function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return { hex: toHex(value) }
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toJson(entry)]))
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
