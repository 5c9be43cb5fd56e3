import { expect, test } from 'vitest'
import type { MsgSvrId, PeerId, TaskId } from '../../protocol/ids.ts'
import { conversationRead, sendRequested } from '../../protocol/events/seat.ts'
import { messageReceived, taskFinished } from '../../protocol/events/phone.ts'
import type { HubEvent } from '../../protocol/events/index.ts'
import { emptyBody } from '../../protocol/bodies.ts'
import type { DeviceId, InstallId, TabId, UserId } from '../../protocol/ids.ts'
import { phoneSource, tabSource } from '../../protocol/ids.ts'
import { account, friend } from '../support/people.ts'
import { SeatView, type ViewRows } from '../support/seat-view.ts'
import { checkHistory } from './check-history.ts'
import type { History } from './history.ts'

const our = account('p0')
const peer = friend('a')
const device = phoneSource('d1' as DeviceId, 'i1' as InstallId)
const tab = tabSource('u1' as UserId, 'tab' as TabId)
const stamp = { epoch: 1, atMs: 1_700_000_000_000 }

test('a history in which every promise was kept has no violation', () => {
  expect(checkHistory(history())).toEqual([])
})

const sabotages: { what: string; hurt: (told: History) => void; words: RegExp }[] = [
  { what: 'an acked message is missing', hurt: (told) => everywhere(told, (rows) => rows.messages.splice(0, 1)), words: /acked and lost: "one"/ },
  { what: 'a message is stored twice', hurt: (told) => everywhere(told, (rows) => {
    rows.messages.push({ ...rows.messages[0] as Row, position: 900 })
  }), words: /stored twice: message/ },
  { what: 'two messages changed places', hurt: (told) => everywhere(told, ({ messages }) => {
    const [first, second] = messages as [Row, Row]
    ;[first.position, second.position] = [second.position, first.position]
  }), words: /out of order: "two"/ },
  { what: 'a text changed', hurt: (told) => everywhere(told, ({ messages }) => { (messages[0] as Row).text = '?' }), words: /stored otherwise than said/ },
  { what: 'a message came from nowhere', hurt: (told) => { (told.phones[0] as History['phones'][0]).said.pop() }, words: /never said/ },
  { what: 'an acked send is missing', hurt: (told) => everywhere(told, ({ messages }) => messages.splice(2, 1)), words: /acked and lost: send tab.1/ },
  { what: 'a send isn’t what its phone says', hurt: (told) => everywhere(told, ({ messages }) => { (messages[2] as Row).state = 'failed' }), words: /is failed, and its phone says succeeded/ },
  { what: 'a send has another msgSvrId', hurt: (told) => everywhere(told, ({ messages }) => { (messages[2] as Row).msgSvrId = '8' as MsgSvrId }), words: /has msgSvrId 8/ },
  { what: 'a send never reached its phone', hurt: (told) => { phoneOf(told).results = new Map() }, words: /never reached its phone/ },
  { what: 'a refused send is stored', hurt: (told) => { (told.seats[0]?.sent[0] as History['seats'][0]['sent'][0]).refused = 'noRight' }, words: /refused and stored/ },
  { what: 'a task was done twice', hurt: (told) => { phoneOf(told).executed.push({ task: 'tab.1' as TaskId, outcome: 'succeeded' }) }, words: /done twice/ },
  { what: 'a failed task was begun again by itself', hurt: (told) => {
    phoneOf(told).executed.unshift({ task: 'tab.1' as TaskId, outcome: 'failed' })
  }, words: /begun 2 times .* asked 1 times/ },
  { what: 'a console missed a message', hurt: (told) => { told.seats[0]?.live.messages.splice(1, 1) }, words: /fresh at seat 0 only/ },
  { what: 'a console shows one too many', hurt: (told) => {
    told.seats[0]?.live.messages.push({ ...told.seats[0].live.messages[0] as Row, position: 901 })
  }, words: /live at seat 0 only/ },
  { what: 'a counter is wrong', hurt: (told) => { (told.seats[0] as History['seats'][0]).live.conversations[0]!.unread += 1 }, words: /unread/ },
  { what: 'the rows are not what the journal says', hurt: (told) => { told.folded.conversations[0]!.readUpTo += 1 }, words: /readUpTo stored .* in the journal/ },
  { what: 'a console was told wrong', hurt: (told) => { told.seats[0]?.faults.push('position 3 came after 4') }, words: /seat 0: position 3/ },
]

test.each(sabotages)('$what: found', ({ hurt, words }) => {
  const told = history()
  hurt(told)
  expect(checkHistory(told).join('\n')).toMatch(words)
})

type Row = ViewRows['messages'][number]

/** Two messages of a customer, an answer that was sent, and a read. */
function history(): History {
  return {
    phones: [{
      account: our, restores: 0, faults: [], executed: [{ task: 'tab.1' as TaskId, outcome: 'succeeded' }],
      said: [said('one', '1'), said('two', '2')],
      results: new Map([['tab.1' as TaskId, { outcome: 'succeeded', msgSvrId: '7' as MsgSvrId }]]),
    }],
    seats: [{
      accounts: [our], live: rows(), fresh: rows(), faults: [],
      sent: [{
        task: 'tab.1' as TaskId, sequence: 1, account: our, peer, text: 'answer', retries: 0, acked: true, refused: null,
      }],
    }],
    stored: rows(), folded: rows(),
  }
}

function rows(): ViewRows {
  const view = new SeatView()
  const events: HubEvent[] = [
    received(1, 'one', '1'), received(2, 'two', '2'),
    sendRequested.of({ ...stamp, source: tab, sequence: 1 }, {
      account: our, peer, type: 'text', text: 'answer', media: null, body: emptyBody, retryOf: null,
    }),
    taskFinished.of({ ...stamp, source: device, sequence: 3 }, {
      task: 'tab.1' as TaskId, account: our, peer, outcome: 'succeeded', code: null, reason: null, msgSvrId: '7' as MsgSvrId,
      sentAtMs: stamp.atMs, body: null,
    }),
    conversationRead.of({ ...stamp, source: tab, sequence: 2 }, { account: our, peer, upTo: 300 }),
  ]
  for (const [index, event] of events.entries()) view.apply({ position: 100 * (index + 1), journalMs: stamp.atMs + index, event })
  return view.rows()
}

function received(sequence: number, text: string, msgSvrId: string): HubEvent {
  return messageReceived.of({ ...stamp, source: device, sequence }, {
    account: our, peer, msgSvrId: msgSvrId as MsgSvrId, direction: 'in', sender: null, type: 'text', rawType: 1, sentAtMs: stamp.atMs,
    text, media: null, thumbnail: null, body: emptyBody,
  })
}

function said(text: string, msgSvrId: string) {
  return { account: our, peer: peer as PeerId, msgSvrId: msgSvrId as MsgSvrId, text, direction: 'in' as const, acked: true }
}

function everywhere(told: History, change: (rows: ViewRows) => void): void {
  for (const one of [told.stored, told.folded, ...told.seats.flatMap(({ live, fresh }) => [live, fresh])]) change(one)
}

function phoneOf(told: History): History['phones'][0] {
  return told.phones[0] as History['phones'][0]
}
