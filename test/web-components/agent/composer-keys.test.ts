import { expect, test } from 'vitest'
import { type PressedKey, isSendKey } from '../../../web-components/agent/composer-keys.ts'

const enter: PressedKey = {
  key: 'Enter', keyCode: 13, isComposing: false, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false,
  timeStamp: 10_000,
}
const idle = { active: false, endedAtMs: -Infinity }

test('Enter sends, with Ctrl too', () => {
  expect(isSendKey(enter, idle)).toBe(true)
  expect(isSendKey({ ...enter, ctrlKey: true }, idle)).toBe(true)
})

test.each([
  ['Shift breaks the line', { shiftKey: true }], ['Alt', { altKey: true }], ['Meta', { metaKey: true }],
  ['another key', { key: 'a' }],
])('%s does not send', (_, change) => {
  expect(isSendKey({ ...enter, ...change }, idle)).toBe(false)
})

test('the Enter that chooses a candidate does not send: Chromium and Firefox', () => {
  const open = { active: true, endedAtMs: -Infinity }
  expect(isSendKey({ ...enter, isComposing: true, keyCode: 229 }, open)).toBe(false)
})

test('nor in Safari, which ends the composition before the key', () => {
  expect(isSendKey({ ...enter, keyCode: 229 }, { active: false, endedAtMs: 9_999 })).toBe(false)
})

test('nor a plain Enter right behind the composition; the next one does', () => {
  expect(isSendKey(enter, { active: false, endedAtMs: 9_990 })).toBe(false)
  expect(isSendKey(enter, { active: false, endedAtMs: 9_800 })).toBe(true)
})

test('while a composition is open nothing sends, whatever the event says', () => {
  expect(isSendKey(enter, { active: true, endedAtMs: -Infinity })).toBe(false)
})
