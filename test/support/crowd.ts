import { hastyDelays } from '../../bench/fleet/come-back.ts'
import { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { newPhoneState } from '../../bench/fleet/phone-state.ts'
import { newCredentials } from '../../bench/load/credentials.ts'
import { insertEverybody } from '../../bench/scenarios/seed.ts'
import { sessionCookieName } from '../../hub/sessions/cookie.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { newPool } from '../../storage/pool.ts'
import { type TestHub, runHub } from './hub.ts'
import { TestSeat } from './seat.ts'
import { startTestDatabase, startTestNats } from './servers.ts'

export interface Crowd extends AsyncDisposable {
  readonly hub: TestHub
  readonly phones: readonly SimulatedPhone[]
  readonly seats: readonly TestSeat[]
  readonly accountOf: (phone: number) => AccountId
  readonly peerOf: (phone: number) => PeerId
}

export interface CrowdOptions { phones: number; seats: number; env?: Record<string, string> }

/**
 * One hub with many phones, each with one account, and seats that serve an equal share of them: enrolled by SQL, all
 * connected.
 */
export async function startCrowd({ phones: count, seats: seatCount, env = {} }: CrowdOptions): Promise<Crowd> {
  const [nats, database] = await Promise.all([startTestNats(), startTestDatabase()])
  const credentials = newCredentials('crowd')
  const { deviceOf, keyOf, tokenOf, accountOf, peerOf } = credentials
  const pool = newPool({ url: database.url, max: 1, onError: () => undefined })
  await pool.transaction((inside) => insertEverybody(inside, {
    credentials, phones: count, seats: seatCount, phonesPerSeat: Math.ceil(count / seatCount),
  }))
  await pool.end()
  // Where there are users no first administrator is made, and no password is told.
  const hub = await runHub({ nats, database, env, password: 'nobody' })
  const hubs = [hub.url]
  const phones = Array.from({ length: count }, (_, index) => new SimulatedPhone({
    hubs, delays: hastyDelays, state: newPhoneState({ device: deviceOf(index), key: keyOf(index) }),
  }))
  const seats = Array.from({ length: seatCount }, (_, index) => {
    return new TestSeat({ hubs, cookie: `${sessionCookieName}=${tokenOf(index)}` })
  })
  await Promise.all(seats.map((seat) => seat.connect()))
  await Promise.all(phones.map(async (phone, index) => {
    await phone.connect()
    await phone.acked(phone.logIn({ wxid: accountOf(index) }))
  }))
  await Promise.all(seats.map((seat) => seat.settled()))
  return {
    hub, phones, seats, accountOf, peerOf,
    async [Symbol.asyncDispose]() {
      await Promise.all([...phones, ...seats].map((one) => one.stop()))
      await hub[Symbol.asyncDispose]()
      await Promise.all([nats[Symbol.asyncDispose](), database[Symbol.asyncDispose]()])
    },
  }
}
