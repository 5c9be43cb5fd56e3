import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandRequest } from '../../hub/commands/command-request.ts'
import { recordInOutbox } from '../../hub/outbox.ts'
import { type Pool, newPool } from '../../storage/pool.ts'
import { type Credentials, newCredentials } from '../load/credentials.ts'
import { newHubLine } from '../load/hub-line.ts'
import { LatencyHistogram } from '../load/latency-histogram.ts'
import type { LoadSocket } from '../load/line.ts'
import type { Marked } from '../load/load-fleet.ts'
import { type Load, startLoad } from '../load/load.ts'
import { Historian, historyMs } from './historian.ts'
import type { Peer } from './peer.ts'
import { readMetrics } from './start-bench-hub.ts'

export interface OldChatsOptions {
  secret: string
  databaseUrl: string
  seats: number
  phonesPerSeat: number
  /** What customers write a second, over all phones, and agents, over all consoles. */
  perSecond: number
  sendsPerSecond: number
  /** How many phones sync at once, row by row. */
  historians: readonly number[]
  /** Old messages on all of them together, synced in so many parts; before each, live chat alone is measured. */
  messages: number
  rounds: number
  say: (step: string) => void
}

/** From when it was due: a phone's message to its arrival at the console, a console's send to its ack. */
export interface LiveMs {
  p50: number | null
  p99: number | null
  ackP50: number | null
  ackP99: number | null
  /** The same of what came in on the phones that sync; their own work and this process's is in it. */
  ownP50: number | null
  ownP99: number | null
}

export interface OldChatsMeasured {
  phones: number
  messages: number
  /** Of each round. */
  alone: LiveMs[]
  beside: LiveMs[]
  /** All rounds, from a command to the phones' result, and until storage had everything. */
  toldSeconds: number
  storedSeconds: number
  lagEventsMax: number
  lagSecondsMax: number
  faults: string[]
}

/** Live chat at a steady rate: alone, then while phones tell what they find in WeChat's history. */
export async function measureOldChats(hub: Peer, options: OldChatsOptions): Promise<OldChatsMeasured[]> {
  const ground = await prepare(hub, options)
  try {
    const rows: OldChatsMeasured[] = []
    let first = ground.firstFree
    for (const count of options.historians) {
      options.say(`${options.messages} old messages on ${count} ${count === 1 ? 'phone' : 'phones'}`)
      const indexes = Array.from({ length: count }, (_, at) => first + at * options.phonesPerSeat)
      rows.push(await measureRow(ground, indexes))
      first += 1
    }
    return rows
  } finally {
    await ground.stop()
  }
}

interface Ground {
  hub: Peer
  options: OldChatsOptions
  credentials: Credentials
  pool: Pool
  load: Load
  /** Behind the phones of the load and those that agents write to. */
  firstFree: number
  stop(): Promise<void>
}

async function prepare(hub: Peer, options: OldChatsOptions): Promise<Ground> {
  const { secret, seats, phonesPerSeat, perSecond, sendsPerSecond } = options
  const credentials = newCredentials(secret)
  const phones = seats * phonesPerSeat
  const load = startLoad()
  // Honest phones that do what agents ask; a seat's come after everybody's live ones.
  const answering = Array.from({ length: seats }, (_, seat) => phones + seat * phonesPerSeat)
  const desks = answering.map((index) => new Historian({ port: hub.port, credentials, index, messages: 0 }))
  const pool = newPool({ url: options.databaseUrl, max: 1, onError: () => undefined })
  await load.ask({ do: 'open', kind: 'hub', port: hub.port, secret, seatsWrite: true })
  await load.ask({ do: 'connect', phones, seats })
  await Promise.all(desks.map((desk) => desk.connect()))
  await load.ask({ do: 'pace', size: { perFrame: 1, frames: 1 }, perSecond })
  await load.ask({ do: 'pace seats', to: answering, perSecond: sendsPerSecond })
  await sleep(warmUpMs)
  return {
    hub, options, credentials, pool, load, firstFree: phones + 1,
    async stop() {
      await Promise.all(desks.map(({ phone }) => phone.stop()))
      await load.stop()
      await pool.end()
    },
  }
}

async function measureRow(ground: Ground, indexes: readonly number[]): Promise<OldChatsMeasured> {
  const { hub, options: { messages, rounds, phonesPerSeat, seats }, credentials } = ground
  const ears = new Ears({ hub, credentials, indexes, seatOf: (index) => Math.floor(index / phonesPerSeat) % seats })
  const historians = indexes.map((index) => new Historian({
    port: hub.port, credentials, index, messages: Math.floor(messages / indexes.length),
  }))
  await Promise.all([...historians.map((one) => one.connect()), ears.open()])
  const lag = watchLag(hub)
  const customers = setInterval(() => {
    for (const one of historians) one.hear(performance.now())
  }, customerEveryMs)
  try {
    const measured: OldChatsMeasured = {
      phones: historians.length, messages, alone: [], beside: [], toldSeconds: 0, storedSeconds: 0, lagEventsMax: 0,
      lagSecondsMax: 0, faults: [],
    }
    for (let round = 0; round < rounds; round += 1) {
      await mark(ground, ears)
      await sleep(aloneMs)
      measured.alone.push((await mark(ground, ears)).live)
      const beganMs = performance.now()
      await Promise.all([...historians.map(finished), ask(ground, historians, round)])
      measured.toldSeconds += (performance.now() - beganMs) / 1000
      const { live, faults } = await mark(ground, ears)
      measured.beside.push(live)
      measured.faults.push(...faults)
      while (await hub.backlog() > settledEvents) await sleep(pollMs)
      measured.storedSeconds += (performance.now() - beganMs) / 1000
    }
    const faults = [...measured.faults, ...ears.faults, ...await faultsOfStored(ground, historians)]
    return { ...measured, ...lag.stop(), faults: [...new Set(faults)] }
  } finally {
    clearInterval(customers)
    lag.stop()
    await Promise.all([...historians.map(({ phone }) => phone.stop()), ears.close()])
  }
}

/** One command a phone, as the device page asks: for the part of its history whose turn it is. */
async function ask(
  { pool, credentials, options: { rounds } }: Ground, historians: readonly Historian[], round: number,
): Promise<void> {
  const nowMs = Date.now()
  const requests = historians.map(({ phone: { device }, beginMs }) => {
    const fromMs = beginMs + Math.floor(historyMs * round / rounds)
    const toMs = beginMs + Math.floor(historyMs * (round + 1) / rounds) - 1
    return commandRequest({
      device, user: credentials.userOf(0), nowMs, command: { kind: 'syncChats', fromMs, toMs },
    })
  })
  await pool.transaction((inside) => recordInOutbox(inside, requests, nowMs))
}

async function finished({ phone }: Historian): Promise<void> {
  for (let name = ''; name !== 'syncChats';) {
    const [received] = await once(phone, 'executed') as [{ name: string }]
    name = received.name
  }
  await phone.drained(drainMs)
}

async function mark({ load }: Ground, ears: Ears): Promise<{ live: LiveMs; faults: string[] }> {
  const { p50Ms, p99Ms, ackP50Ms, ackP99Ms, faults } = await load.ask({ do: 'mark' }) as Marked
  return { live: { p50: p50Ms, p99: p99Ms, ackP50: ackP50Ms, ackP99: ackP99Ms, ...ears.take() }, faults }
}

/** Everything once: as many rows as were told. */
async function faultsOfStored({ pool }: Ground, historians: readonly Historian[]): Promise<string[]> {
  const { rows } = await pool.query<{ account: string; stored: number }>(
    'select account, count(*) as stored from message where synced group by account')
  const stored = new Map(rows.map((row) => [row.account, row.stored]))
  return historians.flatMap(({ account, messages }) => {
    const count = stored.get(account) ?? 0
    return count === messages ? [] : [`${count} of ${messages} messages of ${account} are stored`]
  })
}

/** Consoles of the agents whose phones sync. */
class Ears {
  readonly faults: string[] = []
  readonly #latencies = new LatencyHistogram()
  readonly #seats: readonly number[]
  readonly #connect: (seat: number) => Promise<LoadSocket>
  #sockets: LoadSocket[] = []

  constructor({ hub, credentials, indexes, seatOf }: {
    hub: Peer; credentials: Credentials; indexes: readonly number[]; seatOf: (index: number) => number
  }) {
    const own = new Set(indexes)
    this.#seats = indexes.map(seatOf)
    const line = newHubLine({
      port: hub.port, credentials, phonesPerSeat: 0, onAcked: () => undefined,
      onMessage: (phone, _sequence, dueMs) => {
        if (own.has(phone)) this.#latencies.add(performance.now() - dueMs)
      },
      onFault: (reason) => this.faults.push(reason),
    })
    this.#connect = (seat) => line.seat(seat)
  }

  async open(): Promise<void> {
    this.#sockets = await Promise.all(this.#seats.map(this.#connect))
  }

  take(): { ownP50: number | null; ownP99: number | null } {
    const taken = { ownP50: this.#latencies.quantile(0.5), ownP99: this.#latencies.quantile(0.99) }
    this.#latencies.clear()
    return taken
  }

  async close(): Promise<void> {
    await Promise.all(this.#sockets.map((socket) => socket.close()))
  }
}

function watchLag(hub: Peer): { stop(): { lagEventsMax: number; lagSecondsMax: number } } {
  const most = { lagEventsMax: 0, lagSecondsMax: 0 }
  // Seldom, and while nothing syncs too: the answer takes the hub some milliseconds.
  const timer = setInterval(() => {
    void readMetrics(hub.port, lagMetrics).then(([events = 0, seconds = 0]) => {
      most.lagEventsMax = Math.max(most.lagEventsMax, events)
      most.lagSecondsMax = Math.max(most.lagSecondsMax, seconds)
    })
  }, lagPollMs)
  return {
    stop() {
      clearInterval(timer)
      return most
    },
  }
}

const warmUpMs = 5_000
const aloneMs = 6_000
const customerEveryMs = 100
const pollMs = 500
const lagMetrics = ['ark_projector_lag_events', 'ark_projector_lag_seconds']
const lagPollMs = 2_000
const settledEvents = 100
const drainMs = 120_000
