import { expect, test } from 'vitest'
import { RecentSends } from '../../../hub/feed/recent-sends.ts'
import { emptyBody } from '../../../protocol/bodies.ts'
import type { HubEvent } from '../../../protocol/events/index.ts'
import { taskFinished } from '../../../protocol/events/phone.ts'
import { sendRequested } from '../../../protocol/events/seat.ts'
import type { AccountId, MsgSvrId, PeerId, SourceId, TaskId } from '../../../protocol/ids.ts'

const account = 'wxid_ours' as AccountId
const peer = 'wxid_lily' as PeerId
const msgSvrId = '77' as MsgSvrId
const task = 'tab.1' as TaskId

const sends = (retryOf: TaskId | null = null): HubEvent => sendRequested.of(
  { source: 't/u1/tab' as SourceId, sequence: 1, epoch: 1, atMs: 0 },
  { account, peer, type: 'text', text: '好', media: null, body: emptyBody, retryOf, seen: null, original: null },
)
const ends = (outcome: 'succeeded' | 'failed'): HubEvent => taskFinished.of(
  { source: 'p/d1/i1' as SourceId, sequence: 1, epoch: 1, atMs: 0 },
  { task, account, peer, outcome, code: null, reason: null, msgSvrId, sentAtMs: 5, body: null },
)

test('[P75] a send is known by its id once its phone said so, from the moment the hub heard it', () => {
  const recent = new RecentSends()
  recent.apply({ event: sends(), journalMs: 1_000 })
  expect(recent.find(account, msgSvrId)).toBeUndefined()
  recent.apply({ event: ends('succeeded'), journalMs: 2_000 })
  recent.apply({ event: ends('succeeded'), journalMs: 900_000 })
  expect(recent.find(account, msgSvrId)).toEqual({ user: 'u1', peer, sentMs: 2_000 })
})

test('[P75] a failed send is none, and who tries it again doesn’t become its author', () => {
  const recent = new RecentSends()
  recent.apply({ event: sends(), journalMs: 1_000 })
  recent.apply({ event: ends('failed'), journalMs: 2_000 })
  expect(recent.find(account, msgSvrId)).toBeUndefined()
  recent.apply({ event: { ...sends(task), source: 't/u2/tab9' as SourceId }, journalMs: 3_000 })
  recent.apply({ event: ends('succeeded'), journalMs: 4_000 })
  expect(recent.find(account, msgSvrId)).toMatchObject({ user: 'u1', sentMs: 4_000 })
})
