import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ExtensionValue } from '../../../protocol/extension-field.ts'
import type { ExtensionFieldId } from '../../../protocol/ids.ts'
import type { Api } from '../../../web-components/data/api.ts'
import type { ConversationKey } from '../../../web-components/data/conversation-key.ts'
import { FieldSaver } from '../../../web-components/data/field-saver.ts'

type Asked = { value: ExtensionValue | null; before: ExtensionValue | null }

/** The hub's side of one field: answers when the test lets it. */
function newSaver() {
  const asked: Asked[] = []
  const said: string[] = []
  let stored: ExtensionValue | null = null
  let open: (() => void) | null = null
  const hub = {
    isAway: false,
    set: (value: ExtensionValue | null) => { stored = value },
    get: () => stored,
    async answer() {
      open?.()
      await vi.advanceTimersByTimeAsync(0)
    },
  }
  const api = {
    async call(_operation: unknown, { value, before }: Asked) {
      asked.push({ value, before })
      await new Promise<void>((resolve) => { open = resolve })
      if (hub.isAway) return { ok: false, fault: { code: 'offline', reason: '' } }
      if (JSON.stringify(stored) !== JSON.stringify(before)) {
        return { ok: false, fault: { code: 'conflict', reason: '', current: { value: stored } } }
      }
      stored = value
      return { ok: true, output: { value } }
    },
  } as unknown as Api
  const saver = new FieldSaver({
    api, conversation: 'acc peer' as ConversationKey, onChanged: () => undefined,
    say: (text) => said.push(text),
    field: { id: '7' as ExtensionFieldId, name: '姓名', kind: 'text', choices: [] },
  })
  return { saver, asked, hub, said }
}

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })
const wait = (ms = 1_000) => vi.advanceTimersByTimeAsync(ms)

test('[EXT-3] typing is saved a moment after the last key, one question at a time', async () => {
  const { saver, asked, hub } = newSaver()
  saver.type('张')
  await wait(300)
  saver.type('张三')
  await wait()
  expect(asked).toEqual([{ value: '张三', before: null }])
  saver.type('张三丰')
  await wait()
  expect(asked).toHaveLength(1)
  await hub.answer()
  expect(asked).toEqual([{ value: '张三', before: null }, { value: '张三丰', before: '张三' }])
  await hub.answer()
  expect([hub.get(), saver.saved, saver.state]).toEqual(['张三丰', '张三丰', 'done'])
})

test('what is left is saved at once; what was put back is not', async () => {
  const { saver, asked } = newSaver()
  saver.type('x')
  saver.type(null)
  await wait()
  expect([asked, saver.state]).toEqual([[], 'idle'])
  saver.type('y')
  saver.flush()
  await wait(0)
  expect(asked).toEqual([{ value: 'y', before: null }])
})

test('somebody was there first: the agent decides', async () => {
  const { saver, asked, hub } = newSaver()
  hub.set('同事的')
  saver.type('我的')
  await wait()
  await hub.answer()
  expect([saver.theirs, saver.draft]).toEqual([{ value: '同事的' }, '我的'])
  saver.type('我的话')
  await wait()
  expect(asked).toHaveLength(1)
  saver.keepMine()
  await hub.answer()
  expect([hub.get(), saver.theirs, asked.at(-1)]).toEqual(['我的话', null, { value: '我的话', before: '同事的' }])
})

test('what the hub tells is shown, but never over what is being typed', () => {
  const { saver } = newSaver()
  saver.told('旧')
  expect(saver.draft).toBe('旧')
  saver.type('旧的')
  saver.told('新')
  expect([saver.draft, saver.theirs]).toEqual(['旧的', { value: '新' }])
  saver.takeTheirs()
  expect([saver.draft, saver.saved, saver.isDirty]).toEqual(['新', '新', false])
})

test('what does not fit is said, and not sent', async () => {
  const { saver, asked } = newSaver()
  saver.type('一'.repeat(201))
  await wait()
  expect([asked, saver.fault]).toEqual([[], '太长，最多 600 字节'])
})

test('while the hub is away it is tried again; what fails after the card was left is said', async () => {
  const { saver, asked, hub, said } = newSaver()
  hub.isAway = true
  saver.type('x')
  await wait()
  await hub.answer()
  expect(saver.fault).toContain('没有保存')
  await wait(3_000)
  hub.isAway = false
  await hub.answer()
  expect([hub.get(), saver.fault, said, asked.length]).toEqual(['x', '', [], 2])
  hub.isAway = true
  saver.type('y')
  saver.leave()
  await wait(0)
  await hub.answer()
  expect(said).toEqual([expect.stringContaining('姓名 没有保存')])
})
