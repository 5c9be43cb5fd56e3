import { setTimeout as sleep } from 'node:timers/promises'
import { Dice } from '../../bench/fleet/dice.ts'
import { taskOf } from '../../protocol/chat-message.ts'
import type { Placed } from '../../protocol/events/index.ts'
import type { PeerId, UserId } from '../../protocol/ids.ts'
import { newPool } from '../../storage/pool.ts'
import { readConversations } from '../../storage/queries/conversations.ts'
import { readThread } from '../../storage/queries/messages.ts'
import { account, addSeatUser, enrolPhone, friend, room } from '../support/people.ts'
import { SeatApi } from '../support/seat-api.ts'
import { type ConversationKey, SeatView, conversationOf, keyOf } from '../support/seat-view.ts'
import { TestSeat } from '../support/seat.ts'
import { viewDifference } from '../support/view-difference.ts'
import { breakThings } from './break-things.ts'
import { checkHistory } from './check-history.ts'
import { FaultAssignments } from './fault-assignments.ts'
import { FaultPhone } from './fault-phone.ts'
import { FaultSeat } from './fault-seat.ts'
import { FaultUploads } from './fault-uploads.ts'
import { foldJournal } from './fold-journal.ts'
import { Ground } from './ground.ts'
import type { History, SeatHistory } from './history.ts'
import { describeFault, layoutOf, planFaults } from './plan.ts'
import { leaks } from './leaks.ts'

export interface RunOptions {
  seed: number
  seconds: number
  phones?: number
  seats?: number
  onNews?: (line: string) => void
}

export interface RunResult {
  /** What was broken of what was promised. */
  violations: string[]
  /** What happened, for whoever looks for the cause. */
  news: string[]
  logs: string[]
  /** What was checked, and the journal it came from. */
  evidence: { history: History; events: Placed[] } | null
  counts: {
    said: number; sent: number; uploads: number; assigned: number
    stored: number; events: number; faults: number; resets: number
  }
  /** Faults that this machine can't make, and why. */
  leftOut: string[]
}

/** One seeded run: load, faults, calm, and then the history is checked. */
export async function runFaults(
  { seed, seconds, phones = 12, seats = 4, onNews = () => undefined }: RunOptions,
): Promise<RunResult> {
  const news: string[] = []
  const startedMs = performance.now()
  const tell = (line: string): void => {
    news.push(`${((performance.now() - startedMs) / 1_000).toFixed(2)} ${line}`)
    onNews(news.at(-1) as string)
  }
  await using ground = await Ground.prepare(layoutOf(seed))
  const company = await hire(ground, { seed, phones, seats })
  tell(`seed ${seed}: ${phones} phones and ${seats} seats are there`)
  try {
    const load = startLoad(company, seed)
    const plan = planFaults({ seed, seconds, phones, seats })
    const leftOut = plan.flatMap(({ fault }) => ground.whyNot(fault) ?? [])
    await Promise.all([
      breakThings(plan, { ground, ...company }, { onFault: (planned) => tell(describeFault(planned)) }),
      sleep(seconds * 1_000),
    ])
    load.stop()
    tell('calm')
    const unrest = await calmDown(ground, company)
    tell(unrest.length === 0 ? 'everything has arrived' : 'not everything has arrived')
    unrest.push(...await leaks(ground, company))
    unrest.push(...await company.uploads.missing())
    const { history, events } = await writeHistory(ground, company)
    const surprises = [...ground.hubs.flatMap((hub) => hub.surprises), ...company.uploads.faults]
    return {
      violations: [...unrest, ...surprises, ...checkHistory(history)], news,
      logs: ground.hubs.map(({ hub }) => hub.log.join('\n')), evidence: { history, events }, leftOut,
      counts: {
        said: sum(history.phones.map(({ said }) => said.length)),
        sent: sum(history.seats.map(({ sent }) => sent.length)),
        uploads: company.uploads.count, assigned: company.assignments.count,
        stored: history.stored.messages.length, events: events.length,
        faults: plan.length - leftOut.length,
        resets: sum(company.seats.map(({ seat }) => seat.resets)),
      },
    }
  } finally {
    await dismiss(company)
  }
}

interface Company {
  phones: FaultPhone[]
  seats: FaultSeat[]
  uploads: FaultUploads
  assignments: FaultAssignments
}

type Staff = Required<Pick<RunOptions, 'seed' | 'phones' | 'seats'>>

async function hire(ground: Ground, { seed, phones, seats }: Staff): Promise<Company> {
  const people: Pick<Company, 'phones' | 'seats'> = { phones: [], seats: [] }
  for (let index = 0; index < seats; index++) {
    const { user, cookie } = await addSeatUser(ground.database.url, `agent${index}`)
    const own: FaultPhone[] = []
    for (let number = index; number < phones; number += seats) {
      own.push(await equip(ground, { seed, cookie, number }))
    }
    people.phones.push(...own)
    const dice = new Dice(`seat ${seed} ${index}`)
    const hubs = turned(ground.addresses('seats'), index)
    const seat = new TestSeat({ hubs, cookie, random: () => dice.next() })
    people.seats.push(new FaultSeat({ seat, user, cookie, phones: own, dice }))
  }
  for (const phone of people.phones) phone.connect()
  for (const { phone, account: name } of people.phones) phone.listContacts(name)
  await Promise.all(people.phones.map(({ phone }) => phone.drained()))
  for (const { seat } of people.seats) {
    await seat.connect()
    await seat.settled()
  }
  const assignments = new FaultAssignments({
    hubs: ground.hubs.map(({ hub }) => hub), cookie: await ground.firstHub.signIn(),
    users: people.seats.map(({ user }) => user),
  })
  return { ...people, uploads: new FaultUploads(), assignments }
}

async function equip(
  ground: Ground, { seed, cookie, number }: { seed: number; cookie: string; number: number },
): Promise<FaultPhone> {
  const hubs = turned(ground.addresses('phones'), number)
  const phone = await enrolPhone(ground.firstHub, { cookie, hubs: [ground.firstHub.url] })
  const name = `p${number}`
  const peers: PeerId[] = [friend(`${name}a`), friend(`${name}b`), friend(`${name}c`), room(`${name}r`)]
  return new FaultPhone({ phone, hubs, account: account(name), peers, dice: new Dice(`phone ${seed} ${number}`) })
}

function startLoad({ phones, seats, uploads, assignments }: Company, seed: number): { stop(): void } {
  const dice = new Dice(`load ${seed}`)
  const timer = setInterval(() => {
    for (const phone of phones) if (dice.chance(0.25)) phone.say()
    for (const seat of seats) if (dice.chance(0.06)) seat.act()
    if (dice.chance(0.02)) dice.pick(phones).backUp()
    if (dice.chance(0.02)) uploads.begin(dice.pick(phones), dice)
    if (dice.chance(0.02)) assignments.begin(dice.pick(phones), dice)
  }, tickMs)
  return { stop: () => clearInterval(timer) }
}

/**
 * Everything is whole: what was said and sent arrives, is done and is shown. Answers what doesn't, after a
 * long time.
 */
async function calmDown(ground: Ground, company: Company): Promise<string[]> {
  for (const cable of ground.cables.values()) cable.mend()
  const untilMs = performance.now() + calmWithinMs
  for (;;) {
    // Whoever waits for its turn to come back needn't.
    for (const { phone } of company.phones) if (!phone.live) void phone.connect().catch(() => undefined)
    for (const { seat } of company.seats) if (!seat.live) void seat.connect().catch(() => undefined)
    const unrest = await unrestOf(ground, company)
    if (unrest.length === 0 || performance.now() > untilMs) return unrest
    await sleep(lookAgainMs)
  }
}

async function unrestOf(ground: Ground, { phones, seats, uploads }: Company): Promise<string[]> {
  const found = phones.filter(({ phone }) => !phone.live || phone.state.kept.length > 0)
    .map(({ account: name, phone }) => `${name} is ${lifeOf(phone)} and keeps ${phone.state.kept.length} unacked`)
  for (const [index, one] of seats.entries()) {
    const { seat } = one
    if (!seat.live || seat.waiting > 0) {
      found.push(`seat ${index} is ${lifeOf(seat)}, ${seat.waiting} sends wait`)
    }
    const open = one.open()
    if (open.length > 0) found.push(`seat ${index} waits for the result of ${open.map(({ task }) => task).join(', ')}`)
  }
  if (uploads.open > 0) found.push(`${uploads.open} uploads are not stored`)
  // A fresh load costs a second of the database: only when everything else is well.
  if (found.length === 0) found.push(...(await Promise.all(seats.map(differs))).flat())
  return found.length > 0 ? found : absences(ground, seats).catch((error: unknown) => [String(error)])
}

/** Everybody is connected: every hub must say so, and storage too. */
async function absences({ hubs, database }: Ground, seats: readonly FaultSeat[]): Promise<string[]> {
  const found: string[] = []
  for (const [index, { hub }] of hubs.entries()) {
    for (const { cookie } of seats) {
      const { rows } = await new SeatApi({ hub: () => hub.url, cookie }).call('listAccounts', {})
      for (const row of rows) if (!row.online) found.push(`${row.account} is offline at hub ${index}`)
    }
  }
  const pool = newPool({ url: database.url, max: 1, onError: () => undefined })
  try {
    const { rows } = await pool.query<{ id: string }>('select id from device where not online')
    const { rows: jobs } = await pool.query<{ id: string }>(
      `select id from job where state in ('waiting', 'running')`,
    )
    return [
      ...found, ...rows.map(({ id }) => `${id} is stored as offline`), ...jobs.map(({ id }) => `job ${id} isn't done`),
    ]
  } finally {
    await pool.end()
  }
}

function lifeOf({ live }: { live: boolean }): string {
  return live ? 'live' : 'not live'
}

async function differs({ seat }: FaultSeat, index: number): Promise<string[]> {
  try {
    await seat.settled(lookAgainMs)
    const fresh = (await seat.loadAfresh()).rows()
    return viewDifference({ live: seat.view.rows(), fresh }, { live: `live at seat ${index}`, fresh: 'fresh' })
  } catch (error) {
    return [`seat ${index} can't load: ${String(error)}`]
  }
}

async function writeHistory(
  ground: Ground, { phones, seats }: Company,
): Promise<{ history: History; events: Placed[] }> {
  const histories: SeatHistory[] = []
  for (const seat of seats) histories.push(await seat.history())
  const { stored, served } = await readStored(ground.database.url)
  const { folded, events } = await foldJournal(ground.natsUrl)
  noteLostRefusals(histories, events)
  const said = phones.map((phone) => phone.history())
  return { history: { phones: said, seats: histories, stored, served, folded }, events }
}

/** A refusal is lost with its connection; consoles find it out (P76), and the journal has it. */
function noteLostRefusals(seats: readonly SeatHistory[], events: readonly Placed[]): void {
  const refused = new Map(events.flatMap(({ event }) => {
    return event.kind === 'seatRefused' ? [[taskOf({ ...event, retryOf: null }), event.code]] : []
  }))
  for (const one of seats.flatMap(({ sent }) => sent)) one.refused ??= refused.get(one.task) ?? null
}

async function readStored(url: string): Promise<Pick<History, 'stored' | 'served'>> {
  const pool = newPool({ url, max: 1, onError: () => undefined })
  try {
    const view = new SeatView()
    const served = new Map<ConversationKey, UserId>()
    const { rows: users } = await pool.query<{ id: UserId }>('select id from app_user')
    for (const { id: user } of users) {
      const { rows } = await readConversations(pool, { user, before: null, changedAfter: null, rowsMax: everything })
      for (const row of rows) {
        view.putConversation(conversationOf(row))
        served.set(keyOf(row), user)
        const thread = { account: row.account, peer: row.peer, before: null, rowsMax: everything }
        const { messages } = await readThread(pool, thread)
        for (const message of messages) view.putMessage(message)
      }
    }
    return { stored: view.rows(), served }
  } finally {
    await pool.end()
  }
}

async function dismiss({ phones, seats, uploads, assignments }: Company): Promise<void> {
  await assignments.stop()
  await uploads.stop()
  await Promise.all([...phones.map(({ phone }) => phone.stop()), ...seats.map(({ seat }) => seat.stop())])
}

/** The same list, begun elsewhere: half of the people start at the other hub. */
function turned<T>(list: readonly T[], by: number): T[] {
  return list.map((_, index) => list[(index + by) % list.length] as T)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

/** 12 phones say about 150 messages a second, 4 seats do about 12 things. */
const tickMs = 20
const lookAgainMs = 300
/** A hub is lost after 15 s, noticed after 10 more; half-open links to NATS are noticed after 15. */
const calmWithinMs = 90_000
const everything = 1_000_000
