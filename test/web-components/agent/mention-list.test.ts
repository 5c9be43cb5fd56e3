import { signal } from '@preact/signals-core'
import { afterEach, expect, test } from 'vitest'
import type { AccountId, PeerId } from '../../../protocol/ids.ts'
import { ArkMentionList } from '../../../web-components/agent/mention-list.ts'
import { keyOf } from '../../../web-components/data/conversation-key.ts'
import type { CardEntry } from '../../../web-components/data/peer-cards.ts'
import type { SeatConsole } from '../../../web-components/data/seat-console.ts'

const account = 'wxid_ours' as AccountId
const room = '1@chatroom' as PeerId
const members = [['w1', '张小伟'], ['w2', '陈晨'], [account, '小方']] as const

afterEach(() => document.body.replaceChildren())

async function listOver(text: string) {
  const card = signal<CardEntry | null>(null)
  const list = new ArkMentionList()
  list.seat = { cards: { entry: () => card.value } } as unknown as SeatConsole
  list.conversation = keyOf({ account, peer: room })
  const field = document.createElement('textarea')
  field.value = text
  field.setSelectionRange(text.length, text.length)
  document.body.append(field, list)
  await list.look(field)
  return {
    list, field, names: () => [...list.renderRoot.querySelectorAll('li .cut')].map((one) => one.textContent),
    membersCome: async () => {
      const chatroom = {
        chatroom: room, members: members.map(([wxid, nickname]) => ({ wxid: wxid as PeerId, nickname })),
      }
      card.value = { fault: null, card: { account, friend: null, chatroom, firstMs: null, position: 1 } }
      await list.updateComplete
    },
  }
}

const press = (list: ArkMentionList, key: string) => list.onKey(new KeyboardEvent('keydown', { key, cancelable: true }))

test('[SEAT-3] members that are read only after the @ was written appear, without ourselves', async () => {
  const it = await listOver('@')
  expect(it.names()).toEqual([])
  await it.membersCome()
  expect(it.names()).toEqual(['张小伟', '陈晨'])
})

test('arrows and Enter choose: the name goes into the field and is who is mentioned', async () => {
  const it = await listOver('请 @')
  await it.membersCome()
  expect([press(it.list, 'ArrowDown'), press(it.list, 'Enter')]).toEqual([true, true])
  expect(it.field.value).toBe('请 @陈晨\u2005')
  expect(it.list.mentions(it.field.value)).toEqual(['w2'])
  await it.list.updateComplete
  expect([it.list.isOpen, press(it.list, 'Enter')]).toEqual([false, false])
})
