import type { BenchRow } from '../report.ts'
import { type IdleMeasured, measureIdle } from './idle.ts'
import type { KnownPeer, PeerGround, PeerName, StartOptions } from './known-peers.ts'
import { type Peer, serverCpu } from './peer.ts'
import { type RelayMeasured, measureRelay } from './relay.ts'

export interface BenchGround extends PeerGround {
  options: RoundOptions
  secret: string
}

export interface RoundOptions {
  rounds: number
  seconds: number
  phones: number
  seats: number
  perFrame: readonly number[]
  framesPerWrite: number
}

/** A peer whose programs are there. */
export interface ReadyPeer {
  known: KnownPeer
  start: (options?: StartOptions) => Promise<Peer>
}

/** All peers in turn, round after round, so that a slow minute of the machine hits all of them. */
export async function runRelay(ground: BenchGround, peers: readonly ReadyPeer[]): Promise<BenchRow[]> {
  const { rounds, perFrame: counts } = ground.options
  const tries: Try[] = []
  for (let round = 1; round <= rounds; round++) {
    for (const perFrame of counts) {
      for (const peer of fitting(peers, perFrame)) tries.push(await tryOnce(ground, { round, perFrame, peer }))
    }
  }
  return counts.flatMap((perFrame) => {
    const all = tries.filter((one) => one.perFrame === perFrame)
    return fitting(peers, perFrame).map(({ known }) => relayRow({ ...ground.options, perFrame }, known, all))
  })
}

export async function runIdle(
  { secret, say: tell }: BenchGround, { known, start }: ReadyPeer, how: { phones: number; pollMs?: number },
): Promise<IdleMeasured> {
  const peer = await start({ steadyHeap: true })
  const measured = await finished(peer, measureIdle(peer, { secret, ...how }))
  tell(`${known.name}: ${how.phones} idle phones: ${Math.round(measured.rssBytesPerConnection)} bytes each`)
  return measured
}

export function idleRow(
  { title, durable }: KnownPeer, connections: number, { rssBytesPerConnection, ...details }: IdleMeasured,
): BenchRow {
  return {
    scenario: 'idle', peer: title, perFrame: null, connections, durable,
    messagesPerSecond: null, ratioToRaw: null, p50Ms: null, p99Ms: null, serverCpuUsPerMessage: null,
    rssBytesPerConnection, details: { ...details },
  }
}

interface Turn { round: number; perFrame: number; peer: ReadyPeer }
/** A turn that failed has no figures; the others' minutes are not lost for it, and the run ends as a failure. */
interface Try { round: number; perFrame: number; name: PeerName; relayed: RelayMeasured | null; failure: string | null }

async function tryOnce(ground: BenchGround, { round, perFrame, peer }: Turn): Promise<Try> {
  const { name } = peer.known
  const where = `round ${round}, ${perFrame} per frame: ${name}`
  try {
    const relayed = await relayOnce(ground, perFrame, peer)
    ground.say(`${where} ${say(relayed)}`)
    return { round, perFrame, name, relayed, failure: null }
  } catch (error) {
    ground.say(`${where} FAILED: ${String(error)}`)
    return { round, perFrame, name, relayed: null, failure: `${where}: ${String(error)}` }
  }
}

function fitting(peers: readonly ReadyPeer[], perFrame: number): ReadyPeer[] {
  return peers.filter(({ known: { perFrameMax = Infinity } }) => perFrame <= perFrameMax)
}

async function relayOnce(ground: BenchGround, perFrame: number, { known, start }: ReadyPeer): Promise<RelayMeasured> {
  const { options, secret, phonesPerSeat } = ground
  const { phones, seats, seconds, framesPerWrite } = options
  const peer = await start()
  const size = { perFrame, frames: framesPerWrite }
  const { inFlightMax } = known
  return finished(peer, measureRelay(peer, { secret, phones, seats, phonesPerSeat, seconds, size, inFlightMax }))
}

async function finished<T extends { faults: string[] }>(peer: Peer, work: Promise<T>): Promise<T> {
  try {
    const measured = await work
    if (measured.faults.length > 0) measured.faults.push(...await peer.complaints())
    return measured
  } finally {
    await peer.stop()
  }
}

interface RowOptions { phones: number; seats: number; perFrame: number }

function relayRow({ phones, seats, perFrame }: RowOptions, known: KnownPeer, all: readonly Try[]): BenchRow {
  const own = all.filter(({ name }) => name === known.name)
  const rounds = own.flatMap(({ relayed }) => relayed ?? [])
  // With the raw relay of the same round: the machine is another one each minute.
  const ratios = own.flatMap(({ round, relayed }) => {
    const raw = all.find((one) => one.name === 'raw' && one.round === round)?.relayed
    return raw && relayed ? [relayed.messagesPerSecond / raw.messagesPerSecond] : []
  })
  const middle = (read: (one: RelayMeasured) => number | null): number | null => {
    return median(rounds.map(read).filter((value) => value !== null))
  }
  const processes = [...new Set(rounds.flatMap(({ cpuUsPerMessage }) => Object.keys(cpuUsPerMessage)))]
  return {
    scenario: 'relay', peer: known.title, perFrame, connections: phones + seats,
    durable: known.durable,
    messagesPerSecond: middle(({ messagesPerSecond }) => messagesPerSecond), ratioToRaw: median(ratios),
    p50Ms: middle(({ p50Ms }) => p50Ms), p99Ms: middle(({ p99Ms }) => p99Ms),
    serverCpuUsPerMessage: middle(({ cpuUsPerMessage }) => serverCpu(cpuUsPerMessage)),
    rssBytesPerConnection: null,
    details: {
      name: known.name,
      cpuUsPerMessage: Object.fromEntries(processes.map((process) => {
        return [process, middle(({ cpuUsPerMessage }) => cpuUsPerMessage[process] ?? 0)]
      })),
      clientBusy: middle(({ clientBusy }) => clientBusy),
      storedLaterS: middle(({ storedLaterS }) => storedLaterS),
      rounds, faults: [...rounds.flatMap(({ faults }) => faults), ...own.flatMap(({ failure }) => failure ?? [])],
    },
  }
}

function say({ messagesPerSecond, p99Ms, cpuUsPerMessage, clientBusy, storedLaterS, faults }: RelayMeasured): string {
  const cpu = Object.entries(cpuUsPerMessage).map(([name, cpuUs]) => `${name} ${cpuUs.toFixed(1)}`).join(', ')
  const rate = Math.round(messagesPerSecond).toLocaleString('en')
  const client = `client ${Math.round(clientBusy * 100)} % busy`
  const later = storedLaterS === 0 ? '' : `; stored later: ${storedLaterS?.toFixed(1) ?? 'not at all'} s`
  const wrong = faults.length === 0 ? '' : `; ${faults.length} FAULTS, first: ${faults[0]}`
  return `${rate}/s, p99 ${p99Ms?.toFixed(1) ?? '–'} ms at half, CPU µs: ${cpu}; ${client}${later}${wrong}`
}

/** Null of nothing. */
function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle]
  if (upper === undefined) return null
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}
