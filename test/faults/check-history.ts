import type { AccountId, MsgSvrId, PeerId, TaskId } from '../../protocol/ids.ts'
import { type ViewRows, keyOf } from '../support/seat-view.ts'
import { viewDifference } from '../support/view-difference.ts'
import type { History, PhoneHistory, Said, SeatHistory, Sent } from './history.ts'

type StoredMessage = ViewRows['messages'][number]

/** Every promise that was broken, in words; none is the only good answer. */
export function checkHistory(history: History): string[] {
  const { phones, seats, stored, served } = history
  return [
    ...checkOrderOfRows(stored),
    ...phones.flatMap((phone) => checkPhone(phone, stored)),
    ...checkStrangers(history),
    ...seats.flatMap((seat) => checkSends(seat, history)),
    ...checkExecutions(history),
    ...seats.flatMap((seat, index) => checkConsole(seat, { name: `seat ${index}`, stored, served })),
    ...viewDifference({ live: stored, fresh: history.folded }, { live: 'stored', fresh: 'in the journal' }),
  ]
}

/** Identities are unique: a position, a msgSvrId of an account, a task. */
function checkOrderOfRows({ messages }: ViewRows): string[] {
  const ids = messages.flatMap(({ account, msgSvrId }) => msgSvrId === null ? [] : [`${account} ${msgSvrId}`])
  const tasks = messages.flatMap(({ task }) => task === null ? [] : [task])
  return [
    ...repeated(ids).map((id) => `stored twice: message ${id}`),
    ...repeated(tasks).map((task) => `stored twice: task ${task}`),
    ...repeated(messages.map(({ position }) => position)).map((position) => `two messages at position ${position}`),
  ]
}

function checkPhone({ account, said, faults }: PhoneHistory, { messages }: ViewRows): string[] {
  const own = messages.filter((one) => one.account === account && one.task === null)
  const byId = new Map(own.map((one) => [one.msgSvrId, one]))
  const found: string[] = faults.map((fault) => `phone of ${account}: ${fault}`)
  const last = new Map<PeerId, StoredMessage>()
  for (const one of said) {
    const row = byId.get(one.msgSvrId)
    if (row === undefined) {
      if (one.acked) found.push(`acked and lost: ${describeSaid(one)}`)
      continue
    }
    if (!fits(one, row)) found.push(`stored otherwise than said: ${describeSaid(one)} as ${JSON.stringify(row)}`)
    const before = last.get(one.peer)
    if (before !== undefined && before.position > row.position) {
      const place = `at ${row.position} lies before ${before.text} at ${before.position}`
      found.push(`out of order: ${describeSaid(one)} ${place}`)
    }
    last.set(one.peer, row)
  }
  return found
}

function fits({ peer, text, direction }: Said, row: StoredMessage): boolean {
  return row.peer === peer && row.text === text && row.direction === direction
}

/** Nothing is stored that nobody said or sent. */
function checkStrangers({ phones, seats, stored }: History): string[] {
  const said = new Set(phones.flatMap((phone) => phone.said.map((one) => `${one.account} ${one.msgSvrId}`)))
  const sent = new Set(seats.flatMap((seat) => seat.sent.map(({ task }) => task)))
  return stored.messages
    .filter(({ account, msgSvrId, task }) => task === null ? !said.has(`${account} ${msgSvrId}`) : !sent.has(task))
    .map((row) => `stored and never said: ${JSON.stringify(row)}`)
}

function checkSends({ sent }: SeatHistory, { phones, stored }: History): string[] {
  const byTask = new Map(stored.messages.flatMap((one) => one.task === null ? [] : [[one.task, one] as const]))
  const found: string[] = []
  const last = new Map<string, StoredMessage>()
  for (const one of sent) {
    const row = byTask.get(one.task)
    if (one.refused !== null) {
      if (row !== undefined) found.push(`refused and stored: ${describeSent(one)}`)
      continue
    }
    if (row === undefined) {
      found.push(`${one.acked ? 'acked and lost' : 'never acked'}: ${describeSent(one)}`)
      continue
    }
    const key = `${one.account} ${one.peer}`
    const before = last.get(key)
    if (before !== undefined && before.position > row.position) {
      found.push(`out of order: ${describeSent(one)} lies before task ${before.task}`)
    }
    last.set(key, row)
    if (row.text !== one.text) found.push(`stored otherwise than sent: ${describeSent(one)} as ${row.text}`)
    const phone = phones.find(({ account }) => account === one.account)
    if (phone !== undefined) found.push(...checkState(one, { row, result: phone.results.get(one.task) }))
  }
  return found
}

/**
 * The state of a send is what its phone says of the task: at the end everything has been asked and answered.
 */
function checkState(
  one: Sent,
  { row, result }: { row: StoredMessage; result: { outcome: string; msgSvrId: MsgSvrId | null } | undefined },
): string[] {
  if (result === undefined) return [`never reached its phone: ${describeSent(one)}, stored as ${row.state}`]
  const expected = result.outcome === 'succeeded' ? 'sent' : result.outcome
  const found: string[] = []
  const isTakenBack = row.state === 'recalled' && expected === 'sent'
  if (row.state !== expected && !isTakenBack) {
    found.push(`${describeSent(one)} is ${row.state}, and its phone says ${result.outcome}`)
  }
  if (result.outcome === 'succeeded' && row.msgSvrId !== result.msgSvrId) {
    found.push(`${describeSent(one)} has msgSvrId ${row.msgSvrId}, and its phone says ${result.msgSvrId}`)
  }
  return found
}

/** WeChat did nothing twice: a task is begun again only after it had failed and a person tried again. */
function checkExecutions({ phones, seats }: History): string[] {
  const retries = new Map(seats.flatMap((seat) => seat.sent.map((one) => [one.task, one.retries] as const)))
  const found: string[] = []
  for (const { account, executed, restores } of phones) {
    const done = new Map<TaskId, { times: number; succeeded: number }>()
    for (const { task, outcome } of executed) {
      const { times, succeeded } = done.get(task) ?? { times: 0, succeeded: 0 }
      done.set(task, { times: times + 1, succeeded: succeeded + (outcome === 'succeeded' ? 1 : 0) })
    }
    for (const [task, { times, succeeded }] of done) {
      if (succeeded > 1) found.push(`done twice by ${account}: task ${task}`)
      const tries = 1 + (retries.get(task) ?? 0) + restores
      if (times > tries) found.push(`begun ${times} times by ${account}, asked ${tries} times: task ${task}`)
    }
  }
  return found
}

/**
 * A console showed everything of its conversations, once, in order, as a fresh load shows it, and as it is stored.
 */
function checkConsole(
  { user, live, fresh, faults }: SeatHistory,
  { name, stored, served }: Pick<History, 'stored' | 'served'> & { name: string },
): string[] {
  const isOwn = (one: { account: AccountId; peer: PeerId }): boolean => served.get(keyOf(one)) === user
  const own = { conversations: stored.conversations.filter(isOwn), messages: stored.messages.filter(isOwn) }
  return [
    ...faults.map((fault) => `${name}: ${fault}`),
    ...viewDifference({ live, fresh }, { live: `live at ${name}`, fresh: `fresh at ${name}` }),
    ...viewDifference({ live: fresh, fresh: own }, { live: `fresh at ${name}`, fresh: 'stored' }),
  ]
}

function repeated<T>(list: readonly T[]): T[] {
  const seen = new Set<T>()
  return list.filter((one) => {
    const isRepeat = seen.has(one)
    seen.add(one)
    return isRepeat
  })
}

function describeSaid({ account, peer, text, msgSvrId }: Said): string {
  return `"${text}" of ${account} with ${peer} (${msgSvrId})`
}

function describeSent({ task, account, peer, text }: Sent): string {
  return `send ${task} "${text}" of ${account} to ${peer}`
}
