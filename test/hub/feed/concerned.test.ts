import { expect, test } from 'vitest'
import { Directory } from '../../../hub/directory/directory.ts'
import { concernsAll, tellConcerned } from '../../../hub/feed/concerned.ts'
import { JournalEntry } from '../../../hub/journal/journal-entry.ts'
import { configChanged, peersAssigned } from '../../../protocol/events/outbox.ts'
import { accountOnline, friendChanged, friendsListed, taskFinished } from '../../../protocol/events/phone.ts'
import { emptyBody } from '../../../protocol/bodies.ts'
import { draftKept, seatModeChanged, sendRequested } from '../../../protocol/events/seat.ts'
import type { HubEvent } from '../../../protocol/events/index.ts'
import { type PeerId, type TabId, type TaskId, type UserId, outboxSource, phoneSource, tabSource }
  from '../../../protocol/ids.ts'
import { aDevice, aPeer, anAccount, anInstall, connected, said } from '../../support/events.ts'

const [keeper, seat, stranger] = ['keeper', 'seat', 'stranger'] as UserId[] as [UserId, UserId, UserId]
const stamp = { source: phoneSource(aDevice, anInstall), sequence: 1, epoch: 0, atMs: 0 }
const mine = { account: anAccount, peer: aPeer }
const other = 'wxid_other' as PeerId

/** One conversation of the account is assigned to `seat`, the others are the keeper's. */
const directory = new Directory({
  rows: {
    position: 0, users: [], sessions: [], maskConsole: null,
    quiet: { types: [], words: [] }, words: [], assigned: [{ account: anAccount, seat, peers: aPeer }], modes: [],
    devices: [{
      id: aDevice, key_hash: new Uint8Array(), keeper, revoked: false, online: true, run: '', epoch: 0,
      shows_aliases: true, shows_numbers: true,
    }],
    accounts: [{ id: anAccount, device: aDevice, logged_in: true }],
  },
  refresh: () => undefined,
})

function concerned(event: object, formerSeats: UserId[] = []): UserId[] {
  const entry = JournalEntry.of(event as HubEvent, { payload: { bytes: new Uint8Array() }, from: 0, to: 0 })
  entry.formerSeats = formerSeats
  const users: UserId[] = []
  tellConcerned(directory, entry, (user) => void users.push(user))
  return users.toSorted()
}

const finished = (peer: PeerId | null) => taskFinished.of(stamp, {
  task: 't.1' as TaskId, account: peer === null ? null : anAccount, peer, outcome: 'failed', code: null, reason: null,
  msgSvrId: null, sentAtMs: null, body: null,
})
const sentBy = (user: UserId) => sendRequested.of({ ...stamp, source: tabSource(user, 'tab' as TabId) }, {
  ...mine, type: 'text', text: 'x', media: null, body: emptyBody, retryOf: null, seen: null, original: null,
})
const modeOf = (user: UserId) => seatModeChanged.of({ ...stamp, source: tabSource(user, 'tab' as TabId) }, {
  away: true, autoReply: false,
})
const assigned = (to: UserId | null) => peersAssigned.of({ ...stamp, source: outboxSource }, {
  account: anAccount, peers: [aPeer], seat: to, seatName: '', by: null, byName: null, reason: 'rules',
  notice: false, note: null,
})

const changed = (area: 'reply' | 'user' | 'department', key: string) => {
  return configChanged.of({ ...stamp, source: outboxSource }, { area, key, version: 1 })
}

test('[QR-1] quick replies of one person and their move elsewhere are told it alone, what is shared all', () => {
  const isToldAll = (event: object): boolean => {
    return concernsAll(JournalEntry.of(event as HubEvent, { payload: { bytes: new Uint8Array() }, from: 0, to: 0 }))
  }
  expect([concerned(changed('reply', 'u/seat')), isToldAll(changed('reply', 'u/seat'))]).toEqual([[seat], false])
  expect(['public', 'd/7'].map((key) => isToldAll(changed('reply', key)))).toEqual([true, true])
  expect([concerned(changed('user', 'u1')), isToldAll(changed('user', 'u1'))]).toEqual([['u1'], false])
  expect(isToldAll(changed('department', '7'))).toBe(true)
})

test.each([
  ['a message of an assigned conversation', said(1), [seat]],
  ['a friend that changed, who is assigned',
    friendChanged.of(stamp, { account: anAccount, friend: { wxid: aPeer } }), [seat]],
  ['a friend that changed, who is nobody’s',
    friendChanged.of(stamp, { account: anAccount, friend: { wxid: other } }), [keeper]],
  ['a list of friends, which names everybody', friendsListed.of(stamp, {
    account: anAccount, snapshot: 's' as TaskId, part: 0, last: true, friends: [{ wxid: aPeer }],
  }), [keeper]],
  ['an account that comes online', accountOnline.of(stamp, { account: anAccount, profile: { wxid: anAccount } }),
    [keeper, seat]],
  ['a phone that connects', connected('h1' as never, 1), [keeper, seat]],
  ['a result in an assigned conversation', finished(aPeer), [seat]],
  ['a result that names no conversation', finished(null), [keeper, seat]],
  ['a send of the seat', sentBy(seat), [seat]],
  ['what a seat says of itself', modeOf(stranger), [stranger]],
  ['a draft, which nobody else is told',
    draftKept.of({ ...stamp, source: tabSource(stranger, 'tab' as TabId) }, { ...mine, text: '亲' }), [stranger]],
  ['a send that was on its way when the conversation was taken from its author', sentBy(stranger), [seat, stranger]],
])('%s concerns exactly who serves it', (_what, event, users) => {
  expect(concerned(event)).toEqual(users)
})

test('an assignment concerns who had it and who has it, each once', () => {
  expect(concerned(assigned(seat), [keeper])).toEqual([keeper, seat])
  expect(concerned(assigned(seat), [seat])).toEqual([seat])
  expect(concerned(assigned(null), [seat])).toEqual([keeper, seat])
})
