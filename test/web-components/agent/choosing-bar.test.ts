import { beforeEach, expect, test } from 'vitest'
import type { ChatMessage } from '../../../protocol/chat-message.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { ArkChoosingBar } from '../../../web-components/agent/choosing-bar.ts'
import { MessageDesk } from '../../../web-components/data/message-desk.ts'
import type { SeatConsole } from '../../../web-components/data/seat-console.ts'

let desk: MessageDesk
let left = 0

beforeEach(async () => {
  document.body.replaceChildren()
  desk = new MessageDesk({ user: 'u1' as UserId })
  desk.choose('m1', {} as ChatMessage)
  left = 0
  const bar = new ArkChoosingBar()
  bar.seat = { desk } as unknown as SeatConsole
  bar.addEventListener('choosing-left', () => { left += 1 })
  document.body.append(bar)
  await bar.updateComplete
})

function escape(within: Element = document.body): void {
  if (within !== document.body) document.body.append(within)
  within.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, cancelable: true }))
}

test('[SEAT-4] Escape ends choosing wherever the keyboard is', () => {
  escape()
  expect([desk.chosen.peek(), left]).toEqual([null, 1])
  escape()
  expect(left).toBe(1)
})

test('[SEAT-4] what Escape closes otherwise comes first', () => {
  const menu = document.createElement('div')
  menu.role = 'menu'
  escape(menu)
  const dialog = document.createElement('dialog')
  dialog.open = true
  escape(dialog)
  const search = document.createElement('input')
  search.addEventListener('keydown', (event) => event.preventDefault())
  escape(search)
  desk.forwarding.value = [...(desk.chosen.peek() ?? new Map<string, ChatMessage>()).values()]
  escape()
  expect(desk.chosen.peek()?.size).toBe(1)
  desk.forwarding.value = []
  escape()
  expect(desk.chosen.peek()).toBe(null)
})
