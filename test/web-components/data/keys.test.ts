import { expect, test } from 'vitest'
import { allCommands, commandOf, conflicts, keyTable, remap } from '../../../web-components/data/commands.ts'
import { isTyped, keysOf, keysText } from '../../../web-components/data/keys.ts'

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

test.each([
  ['a letter with Ctrl', { key: 'k', code: 'KeyK', ctrlKey: true }, 'Ctrl+K'],
  ['the command key of a Mac', { key: 'k', code: 'KeyK', metaKey: true }, 'Ctrl+K'],
  ['with Shift', { key: 'P', code: 'KeyP', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+P'],
  ['Alt on a Mac, which types another letter', { key: 'π', code: 'KeyP', altKey: true }, 'Alt+P'],
  ['an arrow', { key: 'ArrowDown', code: 'ArrowDown', altKey: true, shiftKey: true }, 'Alt+Shift+ArrowDown'],
  ['a sign, wherever it lies', { key: '?', code: 'Slash', shiftKey: true }, '?'],
  ['a modifier alone', { key: 'Shift', shiftKey: true }, ''],
])('[SEAT-8] %s', (_what, pressed, keys) => {
  expect(keysOf({ ...none, ...pressed })).toBe(keys)
})

test('[SEAT-8] by default no two commands have the same keys, and all are named', () => {
  expect(conflicts(keyTable([]))).toEqual(new Map())
  expect(allCommands.every(({ title }) => title !== '')).toBe(true)
  expect(keysText('Alt+Shift+ArrowDown')).toBe('Alt Shift ↓')
  expect([isTyped('?'), isTyped('A'), isTyped('Ctrl+A'), isTyped('F2')]).toEqual([true, true, false, false])
})

test('[SEAT-8] changed keys hold, what is the default again is forgotten, and conflicts name who has them', () => {
  const keys = remap([], { command: 'pin', keys: 'Ctrl+K' })
  const table = keyTable(keys)
  expect(commandOf('Ctrl+K', table)).toBe('search')
  expect(conflicts(table)).toEqual(new Map([['pin', 'search']]))
  expect(commandOf('Alt+P', table)).toBe(null)
  expect(remap(keys, { command: 'pin', keys: 'Alt+P' })).toEqual([])
  expect(commandOf('', keyTable(remap([], { command: 'help', keys: '' })))).toBe(null)
})
