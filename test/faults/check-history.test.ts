import { expect, test } from 'vitest'
import type { MsgSvrId, TaskId } from '../../protocol/ids.ts'
import { conversationRead, sendRequested } from '../../protocol/events/seat.ts'
import { messageReceived, taskFinished } from '../../protocol/events/phone.ts'
import type { HubEvent } from '../../protocol/events/index.ts'
import { emptyBody } from '../../protocol/bodies.ts'
import type { DeviceId, InstallId, TabId, UserId } from '../../protocol/ids.ts'
import { phoneSource, tabSource } from '../../protocol/ids.ts'
import { account, friend } from '../support/people.ts'
import { SeatView, type ViewRows, keyOf } from '../support/seat-view.ts'
import { checkHistory } from './check-history.ts'
import type { History } from './history.ts'

const our = account('p0')
const peer = friend('a')
const device = phoneSource('d1' as DeviceId, 'i1' as InstallId)
const tab = tabSource('u1' as UserId, 'tab' as TabId)
const task = 'tab.1' as TaskId
const stamp = { epoch: 1, atMs: 1_700_000_000_000 }

test('a history in which every promise was kept has no violation', () => {
  expect(checkHistory(history())).toEqual([])
})

interface Sabotage { what: string; hurt: (told: History) => void; words: RegExp }

const sabotages: Sabotage[] = [
  {
    what: 'an acked message is missing', words: /acked and lost: "one"/,
    hurt: (told) => everywhere(told, ({ messages }) => messages.splice(0, 1)),
  },
  {
    what: 'a message is stored twice', words: /stored twice: message/,
    hurt: (told) => everywhere(told, (rows) => rows.messages.push({ ...at(rows.messages, 0), position: 900 })),
  },
  {
    what: 'two messages changed places', words: /out of order: "two"/,
    hurt: (told) => everywhere(told, ({ messages }) => {
      const [first, second] = [at(messages, 0), at(messages, 1)]
      ;[first.position, second.position] = [second.position, first.position]
    }),
  },
  {
    what: 'a text changed', words: /stored otherwise than said/,
    hurt: (told) => everywhere(told, ({ messages }) => { at(messages, 0).text = '?' }),
  },
  {
    what: 'a message came from nowhere', words: /never said/,
    hurt: (told) => { at(told.phones, 0).said.pop() },
  },
  {
    what: 'an acked send is missing', words: /acked and lost: send tab.1/,
    hurt: (told) => everywhere(told, ({ messages }) => messages.splice(2, 1)),
  },
  {
    what: 'a send isn’t what its phone says', words: /is failed, and its phone says succeeded/,
    hurt: (told) => everywhere(told, ({ messages }) => { at(messages, 2).state = 'failed' }),
  },
  {
    what: 'a send has another msgSvrId', words: /has msgSvrId 8/,
    hurt: (told) => everywhere(told, ({ messages }) => { at(messages, 2).msgSvrId = '8' as MsgSvrId }),
  },
  {
    what: 'a send never reached its phone', words: /never reached its phone/,
    hurt: (told) => { at(told.phones, 0).results = new Map() },
  },
  {
    what: 'a refused send is stored', words: /refused and stored/,
    hurt: (told) => { at(at(told.seats, 0).sent, 0).refused = 'noRight' },
  },
  {
    what: 'a task was done twice', words: /done twice/,
    hurt: (told) => { at(told.phones, 0).executed.push({ task, outcome: 'succeeded' }) },
  },
  {
    what: 'a failed task was begun again by itself', words: /begun 2 times .* asked 1 times/,
    hurt: (told) => { at(told.phones, 0).executed.unshift({ task, outcome: 'failed' }) },
  },
  {
    what: 'a console missed a message', words: /fresh at seat 0 only/,
    hurt: (told) => { at(told.seats, 0).live.messages.splice(1, 1) },
  },
  {
    what: 'a console shows one too many', words: /live at seat 0 only/,
    hurt: ({ seats }) => { at(seats, 0).live.messages.push({ ...at(at(seats, 0).live.messages, 0), position: 901 }) },
  },
  {
    what: 'a counter is wrong', words: /unread/,
    hurt: (told) => { at(at(told.seats, 0).live.conversations, 0).unread += 1 },
  },
  {
    what: 'the rows are not what the journal says', words: /readUpTo stored .* in the journal/,
    hurt: (told) => { at(told.folded.conversations, 0).readUpTo += 1 },
  },
  {
    what: 'a console was told wrong', words: /seat 0: position 3/,
    hurt: (told) => { at(told.seats, 0).faults.push('position 3 came after 4') },
  },
]

test.each(sabotages)('$what: found', ({ hurt, words }) => {
  const told = history()
  hurt(told)
  expect(checkHistory(told).join('\n')).toMatch(words)
})

/** Two messages of a customer, an answer that was sent, and a read. */
function history(): History {
  return {
    phones: [{
      account: our, restores: 0, faults: [], executed: [{ task, outcome: 'succeeded' }],
      said: [said('one', '1'), said('two', '2')],
      results: new Map([[task, { outcome: 'succeeded', msgSvrId: '7' as MsgSvrId }]]),
    }],
    seats: [{
      user: 'u1' as UserId, live: rows(), fresh: rows(), faults: [],
      sent: [{
        task, sequence: 1, account: our, peer, text: 'answer', retries: 0, acked: true, refused: null,
      }],
    }],
    stored: rows(), served: new Map([[keyOf({ account: our, peer }), 'u1' as UserId]]), folded: rows(),
  }
}

function rows(): ViewRows {
  const view = new SeatView()
  const events: HubEvent[] = [
    received(1, 'one', '1'), received(2, 'two', '2'),
    sendRequested.of({ ...stamp, source: tab, sequence: 1 }, {
      account: our, peer, type: 'text', text: 'answer', media: null, body: emptyBody,
      retryOf: null, seen: null, original: null,
    }),
    taskFinished.of({ ...stamp, source: device, sequence: 3 }, {
      task, account: our, peer, outcome: 'succeeded', code: null, reason: null, msgSvrId: '7' as MsgSvrId,
      sentAtMs: stamp.atMs, body: null,
    }),
    conversationRead.of({ ...stamp, source: tab, sequence: 2 }, { account: our, peer, upTo: 300 }),
  ]
  for (const [index, event] of events.entries()) {
    view.apply({ position: 100 * (index + 1), journalMs: stamp.atMs + index, event })
  }
  return view.rows()
}

function received(sequence: number, text: string, msgSvrId: string): HubEvent {
  return messageReceived.of({ ...stamp, source: device, sequence }, {
    account: our, peer, msgSvrId: msgSvrId as MsgSvrId, direction: 'in', sender: null, type: 'text', rawType: 1,
    sentAtMs: stamp.atMs, text, media: null, thumbnail: null, body: emptyBody,
  })
}

function said(text: string, msgSvrId: string) {
  return { account: our, peer, msgSvrId: msgSvrId as MsgSvrId, text, direction: 'in' as const, acked: true }
}

function everywhere(told: History, change: (rows: ViewRows) => void): void {
  for (const one of [told.stored, told.folded, ...told.seats.flatMap(({ live, fresh }) => [live, fresh])]) change(one)
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index]
  if (found === undefined) throw new Error(`nothing at ${index}`)
  return found
}
