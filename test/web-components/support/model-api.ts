import type { AnyOperation, InputOf, OutputOf } from '../../../protocol/operation.ts'
import type { AccountRow } from '../../../protocol/operations/chat.ts'
import type { DeviceId, PeerId, Position } from '../../../protocol/ids.ts'
import type { Answer, Api, Given } from '../../../web-components/data/api.ts'
import { type ModelHub, account, user } from './model-hub.ts'

export interface ModelApiParts {
  hub: ModelHub
  /** When an answer comes, and as of which position between `atLeast` and the newest it is read. */
  deliver: <T>(answer: () => T) => Promise<T>
  readAt?: (atLeast: Position, newest: Position) => Position
  /** Small, so that few rows make several pages. */
  rowsMost?: number
}

interface Asked {
  atLeast?: Position | null
  before?: Position | null
  beforeMs?: number | null
  peer?: PeerId
  rows?: number | null
}

const noRight = { code: 'noRight', reason: 'not yours' }

/** The operations of a model hub, answered when the test lets them. */
export function newModelApi({ hub, deliver, readAt = (_, newest) => newest, rowsMost = 2 }: ModelApiParts): Api {
  const answers: Record<string, (asked: Asked) => object | null> = {
    whoAmI: () => ({ user, loginName: 'lina', realName: '李娜', department: '客服', permissions: ['chat'] }),
    listAccounts: () => ({ rows: [accountRow], position: hub.position }),
    listConversations: ({ atLeast, before }) => {
      const snapshot = hub.at(readAt(atLeast ?? 0, hub.position))
      const rows = hub.rowsOf(snapshot, before ?? Infinity)
      return { rows: rows.slice(0, rowsMost), more: rows.length > rowsMost, position: snapshot.position }
    },
    getConversation: ({ atLeast, peer }) => {
      const snapshot = hub.at(readAt(atLeast ?? 0, hub.position))
      const row = snapshot.taken.has(peer as PeerId) ? null : snapshot.conversations.get(peer as PeerId) ?? null
      return { row, position: snapshot.position }
    },
    listMessages: ({ atLeast, before, beforeMs, peer }) => {
      const snapshot = hub.at(readAt(atLeast ?? 0, hub.position))
      if (snapshot.taken.has(peer as PeerId)) return null
      const below = { position: before ?? Infinity, journalMs: beforeMs ?? Infinity }
      const rows = hub.threadOf(snapshot, peer as PeerId, below)
      return { rows: rows.slice(0, rowsMost), notes: [], more: rows.length > rowsMost, position: snapshot.position }
    },
    listFriendRequests: () => ({ rows: [], position: hub.position }),
    readDesk: () => ({ pins: [], drafts: [], preferences: {}, position: hub.position }),
    listNotices: () => ({ notices: [] }),
    getPeer: () => ({ account, friend: null, chatroom: null, firstMs: null, position: hub.position }),
  }
  return {
    async call<O extends AnyOperation>(operation: O, input: Given<InputOf<O>>): Promise<Answer<OutputOf<O>>> {
      const answer = answers[operation.name]
      if (answer === undefined) throw new Error(`the model doesn't answer ${operation.name}`)
      const output = answer(input) as OutputOf<O> | null
      return deliver(() => output === null ? { ok: false, fault: noRight } : { ok: true, output })
    },
  }
}

const accountRow: AccountRow = {
  account, nickname: '小方', alias: 'fang', avatar: '', device: 'd1' as DeviceId, online: true, deviceOnline: true,
  kept: true,
}
