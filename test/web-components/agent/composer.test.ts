import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../../protocol/limits.ts'
import type { ArkComposer } from '../../../web-components/agent/composer.ts'
import '../../../web-components/agent/composer.ts'
import { keyOf } from '../../../web-components/data/conversation-key.ts'
import { type TestConsole, newConsole } from '../support/new-console.ts'
import { account, peerOf } from '../support/model-hub.ts'

const key = keyOf({ account, peer: peerOf(0) })
let it: TestConsole
let composer: ArkComposer

beforeEach(async () => {
  localStorage.clear()
  it = newConsole()
  composer = await mount()
})

afterEach(() => {
  composer.remove()
  it.seat.stop()
})

test('Enter sends what was written, trimmed, and empties the field', () => {
  type('  你好 ')
  press({ key: 'Enter' })
  expect(it.seat.thread(key).locals.map(({ message }) => message.text)).toEqual(['你好'])
  expect(field().value).toBe('')
})

test('a held Enter sends once', () => {
  type('一次')
  press({ key: 'Enter' })
  type('两次')
  press({ key: 'Enter', repeat: true })
  expect(it.seat.thread(key).locals).toHaveLength(1)
})

test('blanks are nothing to send', async () => {
  type('   \n ')
  press({ key: 'Enter' })
  await composer.updateComplete
  expect(it.seat.thread(key).locals).toEqual([])
  expect(sendButton().disabled).toBe(true)
})

test('a composition keeps the text', () => {
  type('nihao')
  field().dispatchEvent(new Event('compositionstart'))
  press({ key: 'Enter', isComposing: true })
  field().dispatchEvent(new Event('compositionend'))
  press({ key: 'Enter' })
  expect(it.seat.thread(key).locals).toEqual([])
  expect(field().value).toBe('nihao')
})

test('what is too long is counted and refused', async () => {
  type('长'.repeat(Math.floor(limits.textBytesMax / 3) + 12))
  await composer.updateComplete
  expect(composer.renderRoot.querySelector('.counter')?.textContent).toContain('超出约 12 字')
  expect(sendButton().disabled).toBe(true)
  press({ key: 'Enter' })
  expect(it.seat.thread(key).locals).toEqual([])
})

test('the draft is there again after a reload, and gone after sending', async () => {
  type('写了一半')
  composer.remove()
  composer = await mount()
  expect(field().value).toBe('写了一半')
  press({ key: 'Enter' })
  composer.remove()
  composer = await mount()
  expect(field().value).toBe('')
})

async function mount(): Promise<ArkComposer> {
  const element = document.createElement('ark-composer')
  Object.assign(element, { seat: it.seat, conversation: key })
  document.body.append(element)
  await (element as ArkComposer).updateComplete
  return element as ArkComposer
}

function field(): HTMLTextAreaElement {
  return composer.renderRoot.querySelector('[data-testid=composer-input]') as HTMLTextAreaElement
}

function sendButton(): HTMLButtonElement {
  return composer.renderRoot.querySelector('[data-testid=composer-send]') as HTMLButtonElement
}

function type(text: string): void {
  field().value = text
  field().dispatchEvent(new Event('input'))
}

function press(init: KeyboardEventInit): void {
  field().dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }))
}
