import { afterEach, expect, test, vi } from 'vitest'
import { newApi } from '../../web-components/data/api.ts'
import { ArkOptionField } from '../../web-components/elements/option-field.ts'

let field: ArkOptionField

afterEach(() => {
  field.remove()
  vi.useRealTimers()
})

test('a value whose name is not read yet can\'t be typed over, and can once it is', async () => {
  let answer: (response: Response) => void = () => {}
  await mount(() => new Promise((resolve) => { answer = resolve }))
  expect([isReadonly(), box().placeholder]).toEqual([true, '正在读取…'])
  answer(Response.json({ options: [{ id: '1', title: '前台组' }] }))
  await expect.poll(isReadonly).toBe(false)
  expect(box().selectedItem).toEqual({ id: '1', title: '前台组' })
})

test('a value that can\'t be named stays as it is, and another may be chosen', async () => {
  await mount(() => Promise.resolve(Response.json({ code: 'forbidden', reason: 'devices' }, { status: 403 })))
  await expect.poll(isReadonly).toBe(false)
  expect(field.value).toEqual(['1'])
})

test('while the hub is away the name is asked for again, and no more once the field is gone', async () => {
  vi.useFakeTimers()
  let asked = 0
  await mount(() => {
    asked += 1
    return Promise.resolve(Response.json({ code: 'databaseAway', reason: 'away' }, { status: 503 }))
  })
  await vi.advanceTimersByTimeAsync(1_000)
  expect([asked, isReadonly()]).toEqual([2, true])
  // Gone while an answer is under way: it comes, and nothing follows.
  vi.advanceTimersToNextTimer()
  field.remove()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).toBe(3)
})

async function mount(fetch: typeof globalThis.fetch): Promise<void> {
  field = new ArkOptionField()
  Object.assign(field, { api: newApi({ fetch }), options: 'deviceGroups', value: ['1'], label: '分组' })
  document.body.append(field)
  await field.updateComplete
}

const box = () => field.querySelector('vaadin-combo-box') as Box
interface Box extends HTMLElement { placeholder: string; selectedItem: unknown }
const isReadonly = (): boolean => box().hasAttribute('readonly')
