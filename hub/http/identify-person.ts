import type { Person } from '../media/media-access.ts'
import { refuse } from '../operations/refusal.ts'
import type { Refusal } from '../operations/refusal.ts'
import { identifyPhone, identifySeat } from '../sessions/identify.ts'
import type { Exchange } from './exchange.ts'
import type { HttpParts } from './http-parts.ts'
import { wrongOrigin } from './origin.ts'

/** A phone by its key, or a user by the cookie of our own pages. */
export async function identifyPerson(exchange: Exchange, parts: HttpParts): Promise<Person | Refusal> {
  const nowMs = parts.nowMs()
  const authorization = exchange.header('authorization')
  if (authorization !== '') {
    const phone = await identifyPhone(parts, { authorization, nowMs })
    return phone.ok ? { kind: 'device', device: phone.device.id } : refuse(phone.code, phone.reason)
  }
  const seat = await identifySeat(parts, { cookie: exchange.header('cookie'), nowMs })
  if (!seat.ok) return refuse(seat.code, seat.reason)
  const header = (name: string): string => exchange.header(name)
  const foreign = wrongOrigin(
    { origin: header('origin'), host: header('host'), fetchSite: header('sec-fetch-site') }, parts.config,
  )
  return foreign ?? { kind: 'user', user: seat.user.id }
}
