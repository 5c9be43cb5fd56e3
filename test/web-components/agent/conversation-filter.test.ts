import { beforeAll, expect, test } from 'vitest'
import { newConversation } from '../../../protocol/conversation.ts'
import type { AccountId, DeviceId, PeerId } from '../../../protocol/ids.ts'
import type { AccountRow, ConversationRow } from '../../../protocol/operations/chat.ts'
import { type ListFilter, filterConversations } from '../../../web-components/agent/conversation-filter.ts'
import { loadPinyin } from '../../../web-components/data/pinyin.ts'

beforeAll(() => loadPinyin())

const accounts: AccountRow[] = [
  {
    account: 'a1' as AccountId, nickname: '暖冬·小方', alias: 'NuanDong', avatar: '', device: 'd' as DeviceId,
    online: true, deviceOnline: true, kept: true,
  },
]
const rows = [
  row('p1', { peerName: '张姐-四件套', lastText: '多少钱', unread: 2, waitingSinceMs: 5 }),
  row('p2', { peerName: 'Leo 王', lastText: 'https://a.example.com' }),
  row('p3', { peerName: '李女士', lastType: 'picture', account: 'a2' as AccountId, waitingSinceMs: 9 }),
  row('p4', { peerName: '曾先生' }),
]

test.each<[Partial<ListFilter>, string[]]>([
  [{}, ['p1', 'p2', 'p3', 'p4']],
  [{ tab: 'unread' }, ['p1']],
  [{ tab: 'waiting' }, ['p1', 'p3']],
  [{ account: 'a2' as AccountId }, ['p3']],
  [{ search: '张姐' }, ['p1']],
  [{ search: '钱' }, ['p1']],
  [{ search: 'ＬＥＯ' }, ['p2']],
  [{ search: 'nuandong 王' }, ['p2']],
  [{ search: '图片' }, ['p3']],
  [{ search: 'zhangjie' }, ['p1']],
  [{ search: 'Zhang' }, ['p1']],
  [{ search: 'zjs' }, ['p1']],
  [{ search: 'jiesi' }, ['p1']],
  [{ search: 'hang' }, []],
  [{ search: 'wang leo' }, ['p2']],
  [{ search: 'zengxian' }, ['p4']],
  [{ search: '没有这个' }, []],
])('%j', (filter, expected) => {
  const unreadOf = ({ unread }: ConversationRow) => unread
  const whole: ListFilter = { tab: 'all', search: '', account: null, ...filter }
  const found = filterConversations(rows, whole, { accounts, unreadOf })
  expect(found.map(({ peer }) => peer)).toEqual(expected)
})

function row(peer: string, change: Partial<ConversationRow>): ConversationRow {
  const fresh = newConversation('a1' as AccountId, peer as PeerId)
  return { ...fresh, peerName: peer, peerAvatar: '', ...change }
}
