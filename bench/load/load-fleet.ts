import { setTimeout as sleep } from 'node:timers/promises'
import { ClosedLoop } from './closed-loop.ts'
import type { Credentials } from './credentials.ts'
import { LatencyHistogram } from './latency-histogram.ts'
import type { Line } from './line.ts'
import { type PeerKind, newLines } from './lines.ts'
import { LoadPhone, type WriteSize } from './load-phone.ts'
import { LoadSeat } from './load-seat.ts'
import { OpenLoop } from './open-loop.ts'

export interface FleetOptions {
  kind: PeerKind
  port: number
  credentials: Credentials
  /** Which phones a seat hears where the phone names its seat (10). */
  phonesPerSeat?: number | undefined
  /** Consoles write too: their frames are looked through for acks, which costs as much again. */
  seatsWrite?: boolean | undefined
}

/** What happened since the last mark. */
export interface Marked {
  elapsedMs: number
  sent: number
  delivered: number
  p50Ms: number | null
  p99Ms: number | null
  /** From when a console's send was due to its ack. */
  ackP50Ms: number | null
  ackP99Ms: number | null
  /** Writes of an open loop that a full window held up. */
  held: number
  cpuUs: number
  faults: string[]
}

/** Drives phones and seats of one peer and checks that each message arrives once, in order. */
export class LoadFleet {
  readonly #options: FleetOptions
  readonly #line: Line
  readonly #phones: LoadPhone[] = []
  readonly #seats: LoadSeat[] = []
  readonly #latencies = new LatencyHistogram()
  readonly #ackLatencies = new LatencyHistogram()
  readonly #faults: string[] = []
  #loop: ClosedLoop | OpenLoop | null = null
  #sends: OpenLoop | null = null
  #delivered = 0
  #marked = { atMs: 0, sent: 0, delivered: 0, cpuUs: 0, held: 0 }

  constructor(options: FleetOptions) {
    this.#options = options
    this.#line = newLines[options.kind]({
      ...options, phonesPerSeat: options.phonesPerSeat ?? phonesPerSeatUsual,
      onAcked: (phone, sequence, window) => this.#onAcked(phone, sequence, window),
      onMessage: (phone, sequence, stampMs) => this.#onMessage(phone, sequence, stampMs),
      onFault: (reason) => this.#onFault(reason),
      ...options.seatsWrite === true && {
        onSeatAcked: (seat: number, sequence: number) => this.#seats[seat]?.onAcked(sequence),
      },
    })
  }

  /** Adds phones and seats to those that are there already. */
  async connect({ phones, seats }: { phones: number; seats: number }): Promise<void> {
    await inTurn(seats, async () => {
      const index = this.#seats.length
      this.#seats.length += 1
      this.#seats[index] = new LoadSeat(await this.#line.seat(index), (dueMs) => {
        this.#ackLatencies.add(performance.now() - dueMs)
      })
    })
    await inTurn(phones, async () => {
      const index = this.#phones.length
      const { accountOf, peerOf } = this.#options.credentials
      const sender = { phone: index, account: accountOf(index), peer: peerOf(index) }
      const phone = new LoadPhone(sender, this.#line.packaging)
      this.#phones.push(phone)
      if (!this.#line.acks) phone.onAcked(0, Number.MAX_SAFE_INTEGER)
      phone.plugIn(await this.#line.phone(index))
    })
  }

  saturate({ size, inFlightMax }: { size: WriteSize; inFlightMax: number }): void {
    this.#begin(size)
    this.#loop = new ClosedLoop(spread(this.#phones), inFlightMax)
  }

  pace({ size, perSecond }: { size: WriteSize; perSecond: number }): void {
    this.#begin(size)
    this.#loop = new OpenLoop(spread(this.#phones), { perWrite: size.perFrame * size.frames, perSecond })
  }

  /** Each console writes to the customer of its phone in `to`; `pace` is the phones' own. */
  paceSeats({ to, perSecond }: { to: readonly number[]; perSecond: number }): void {
    const { accountOf, peerOf } = this.#options.credentials
    for (const [index, phone] of to.entries()) {
      this.#seats[index]?.writeTo({ account: accountOf(phone), peer: peerOf(phone) })
    }
    this.#sends?.stop()
    this.#sends = new OpenLoop(this.#seats, { perWrite: 1, perSecond })
  }

  mark(): Marked {
    const now = this.#now()
    const { atMs, sent, delivered, cpuUs, held } = this.#marked
    const marked: Marked = {
      elapsedMs: now.atMs - atMs, sent: now.sent - sent, delivered: now.delivered - delivered,
      p50Ms: this.#latencies.quantile(0.5), p99Ms: this.#latencies.quantile(0.99), held: now.held - held,
      ackP50Ms: this.#ackLatencies.quantile(0.5), ackP99Ms: this.#ackLatencies.quantile(0.99),
      cpuUs: now.cpuUs - cpuUs, faults: [...this.#faults],
    }
    this.#latencies.clear()
    this.#ackLatencies.clear()
    this.#marked = now
    return marked
  }

  /** Stops sending and waits until everything has arrived and is acked; what doesn't is a fault. */
  async settle(withinMs: number): Promise<void> {
    this.#loop?.stop()
    this.#sends?.stop()
    this.#loop = null
    const untilMs = performance.now() + withinMs
    const open = (): number => this.#phones.reduce((sum, { sent, arrived }) => sum + sent - arrived, 0)
    const unacked = (): number => [...this.#phones, ...this.#seats].reduce((sum, { unacked: one }) => sum + one, 0)
    while ((open() > 0 || unacked() > 0) && performance.now() < untilMs) await sleep(settlePollMs)
    if (open() > 0) this.#onFault(`${open()} messages did not arrive`)
    if (unacked() > 0) this.#onFault(`${unacked()} messages were not acked`)
  }

  async disconnect(): Promise<void> {
    this.#loop?.stop()
    await Promise.all(this.#phones.map((phone) => phone.unplug()))
    await Promise.all(this.#seats.map((seat) => seat.close()))
  }

  #begin(size: WriteSize): void {
    this.#loop?.stop()
    for (const phone of this.#phones) phone.size(size)
  }

  #onAcked(index: number, sequence: number, window: number): void {
    const phone = this.#phones[index] as LoadPhone
    phone.onAcked(sequence, window)
    if (this.#loop instanceof ClosedLoop) this.#loop.onRoom(phone)
  }

  #onMessage(index: number, sequence: number, stampMs: number): void {
    const phone = this.#phones[index]
    // A phone of somebody else, whose seat is ours.
    if (phone === undefined) return
    this.#delivered += 1
    this.#latencies.add(performance.now() - stampMs)
    if (sequence !== phone.arrived + 1) this.#onFault(`phone ${index}: ${sequence} arrived after ${phone.arrived}`)
    phone.arrived = sequence
    if (!this.#line.acks) this.#onAcked(index, sequence, Number.MAX_SAFE_INTEGER)
  }

  #onFault(reason: string): void {
    if (this.#faults.length < faultsMax) this.#faults.push(reason)
  }

  #now() {
    const { user, system } = process.cpuUsage()
    const sent = this.#phones.reduce((sum, phone) => sum + phone.sent, 0)
    const held = this.#loop instanceof OpenLoop ? this.#loop.held : 0
    return { atMs: performance.now(), sent, delivered: this.#delivered, cpuUs: user + system, held }
  }
}

/** Neighbours share a seat: a stride keeps their messages apart, as chance would. */
function spread(phones: readonly LoadPhone[]): LoadPhone[] {
  return phones.map((_, index) => phones[index * stride % phones.length] as LoadPhone)
}

/** Several at once, and no more a second than a hub lets in. */
async function inTurn(count: number, work: () => Promise<void>): Promise<void> {
  const startMs = performance.now()
  let begun = 0
  const worker = async (): Promise<void> => {
    while (begun < count) {
      begun += 1
      const earlyMs = startMs + begun * 1000 / connectsPerSecond - performance.now()
      if (earlyMs > 1) await sleep(earlyMs)
      await work()
    }
  }
  await Promise.all(Array.from({ length: Math.min(count, connectsAtOnce) }, worker))
}

const phonesPerSeatUsual = 10
const connectsAtOnce = 64
const connectsPerSecond = 1_500
/** A prime, so that every phone has its turn. */
const stride = 7_919
const settlePollMs = 20
const faultsMax = 20
