import { expect, test } from 'vitest'
import { OpenCommands } from '../../../hub/feed/open-commands.ts'
import { RecentSends } from '../../../hub/feed/recent-sends.ts'
import { sendersOf } from '../../../hub/media/senders-of.ts'
import { emptyBody } from '../../../protocol/bodies.ts'
import type { HubEvent } from '../../../protocol/events/index.ts'
import { taskFinished } from '../../../protocol/events/phone.ts'
import { sendRequested } from '../../../protocol/events/seat.ts'
import type { AccountId, DeviceId, MediaId, PeerId, SourceId, TaskId } from '../../../protocol/ids.ts'

const account = 'wxid_ours' as AccountId
const device = 'd1' as DeviceId
const [media, other] = ['aa', 'bb'].map((byte) => byte.repeat(32) as MediaId) as [MediaId, MediaId]

test('[P60] who told a phone to send a medium is known until it is done', () => {
  const parts = { openCommands: new OpenCommands(), recentSends: new RecentSends() }
  const happen = (event: HubEvent): void => {
    parts.openCommands.apply({ event, journalMs: 0 }, () => device)
    parts.recentSends.apply({ event, journalMs: 0 })
  }
  const stamp = { source: 't/u1/tab' as SourceId, sequence: 1, epoch: 1, atMs: 0 }
  happen(sendRequested.of(stamp, {
    account, peer: 'p' as PeerId, type: 'picture', text: '', media, body: emptyBody,
    retryOf: null, seen: null, original: null,
  }))
  expect([...sendersOf(parts, { device, media })]).toEqual(['u1'])
  expect([...sendersOf(parts, { device, media: other })]).toEqual([])
  expect([...sendersOf(parts, { device: 'd2' as DeviceId, media })]).toEqual([])
  happen(taskFinished.of({ ...stamp, source: 'p/d1/i1' as SourceId }, {
    task: 'tab.1' as TaskId, account, peer: null, outcome: 'failed', code: null, reason: null, msgSvrId: null,
    sentAtMs: null, body: null,
  }))
  expect([...sendersOf(parts, { device, media })]).toEqual([])
})
