import { acceptNow } from '../../actors/rules/auto-accept.ts'
import { hubSendRequested } from '../../protocol/events/outbox.ts'
import { limits } from '../../protocol/limits.ts'
import type { Pool, Queries } from '../../storage/pool.ts'
import {
  type SpentAccept, hasWaitingAccounts, lockWaitingAccounts, writeSpentAccepts,
} from '../../storage/writers/auto-accepts.ts'
import { expireAutoSends, readNextDueMs, takeDueAutoSends } from '../../storage/writers/auto-sends.ts'
import { forgetAutoTalks } from '../../storage/writers/auto-talks.ts'
import { askRequests, expireRequests } from '../../storage/writers/friend-requests.ts'
import { acceptRequest } from '../commands/accept-request.ts'
import { newTaskId } from '../commands/command-request.ts'
import { type OutboxEntry, recordInOutbox } from '../outbox.ts'
import type { Memory } from '../projector/memory.ts'

/**
 * What only time brings about: requests whose period has come are accepted, messages whose moment has come are sent.
 * Each round is one transaction that takes them out of the tables and puts them into the outbox, so a crash neither
 * loses nor doubles one. Time is the journal's, and goes on between its records.
 */
export class DueAutomation {
  #pool: Pool
  #journalMs = 0
  /** Of our own clock, when the journal's time was `#journalMs`. */
  #heardAtMs = 0
  #nextAtMs = 0

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** Answers how many facts wait in the outbox now. `nowMs` is only their stamp. */
  async run(memory: Memory, { isBehind, nowMs }: { isBehind: boolean; nowMs: number }): Promise<number> {
    const sinceStartMs = performance.now()
    if (memory.journalMs !== this.#journalMs) {
      this.#journalMs = memory.journalMs
      this.#heardAtMs = sinceStartMs
    }
    // Who catches up may have the answer of somebody of ours still before it.
    const earliestMs = isBehind ? this.#nextAtMs + behindMs : this.#nextAtMs
    if (sinceStartMs < earliestMs && !(memory.automation.isStirred && !isBehind)) return 0
    memory.automation.isStirred = false
    const journalMs = Math.floor(this.#journalMs + sinceStartMs - this.#heardAtMs)
    const { entries, nextInMs } = await this.#pool.transaction((inside) => round(inside, { journalMs, nowMs }))
    this.#nextAtMs = performance.now() + nextInMs
    return entries
  }
}

interface Round { journalMs: number; nowMs: number }

async function round(inside: Queries, at: Round): Promise<{ entries: number; nextInMs: number }> {
  await expireAutoSends(inside, at.journalMs)
  const accepts = await acceptDue(inside, at)
  const sends = await sendDue(inside, at.journalMs)
  const nextDueMs = await readNextDueMs(inside, at.journalMs)
  const waitMs = await hasWaitingAccounts(inside) ? acceptEveryMs : idleMs
  const entries = [...accepts, ...sends]
  await recordInOutbox(inside, entries, at.nowMs)
  const isFull = sends.length === rowsMax || accepts.length >= rowsMax
  return { entries: entries.length, nextInMs: isFull ? 0 : Math.min(waitMs, (nextDueMs ?? Infinity) - at.journalMs) }
}

/** AUTO-1. */
async function acceptDue(inside: Queries, { journalMs, nowMs }: Round): Promise<OutboxEntry[]> {
  const accounts = await lockWaitingAccounts(inside, { nowMs: journalMs, rowsMax })
  const spent: SpentAccept[] = []
  const asked = accounts.flatMap(({ account, device, beganMs, used, pausedMs, requests, ...set }) => {
    const rule = { ...set, spent: { beganMs, used }, pausedUntilMs: pausedMs }
    const spending = acceptNow(rule, { waiting: requests.length, nowMs: journalMs })
    if (spending.granted > 0) spent.push({ account, ...spending.spent })
    return requests.slice(0, spending.granted).map((request) => {
      return { account, request, entry: acceptRequest({ device, account, request, remark: null, user: null, nowMs }) }
    })
  })
  await writeSpentAccepts(inside, spent)
  const tasks = await askRequests(inside, asked.map(({ account, request, entry }) => {
    return { account, request, task: entry.value.task, by: null }
  }))
  return asked.map(({ entry }) => entry).filter(({ value }) => tasks.has(value.task))
}

async function sendDue(inside: Queries, journalMs: number): Promise<OutboxEntry[]> {
  const { openCommandsMax } = limits
  const due = await takeDueAutoSends(inside, { nowMs: journalMs, rowsMax, openCommandsMax })
  return due.map(({ account, peer, origin, type, text, media, body }) => {
    return { fact: hubSendRequested, value: { account, peer, task: newTaskId(), origin, type, text, media, body } }
  })
}

/** What nobody needs any more. In housekeeping's rounds. */
export async function tidyAutomation(pool: Pool, { journalMs }: Pick<Memory, 'journalMs'>): Promise<void> {
  await expireRequests(pool, { receivedBeforeMs: journalMs - requestExpiresMs, rowsMax: 500 })
  await forgetAutoTalks(pool, journalMs - talkKeptMs)
}

/** Of one round: 200 commands or messages of several KB. */
const rowsMax = 200
/** While requests wait for their period; else somebody stirs it. */
const acceptEveryMs = 2_000
const idleMs = 10_000
const behindMs = 2_000
/** WeChat lets a request go after some days; who asks it earlier is told. */
const requestExpiresMs = 7 * 24 * 3_600_000
/** Longer than a friend isn't greeted again. */
const talkKeptMs = 2 * 24 * 3_600_000
