import { afterEach, expect, test } from 'vitest'
import type { DeviceId } from '../../protocol/ids.ts'
import type { DeviceRow } from '../../protocol/operations/device.ts'
import { deviceName, seenText } from '../../web-components/admin/device-text.ts'
import type { ArkDevicePage } from '../../web-components/admin/device-page.ts'
import { inOrder } from '../../web-components/admin/device-watch.ts'
import { pathOf } from '../../web-components/admin/qr-code.ts'
import { newApi } from '../../web-components/data/api.ts'
import '../../web-components/admin/device-page.ts'

function newRow(more: Partial<DeviceRow> = {}): DeviceRow {
  return {
    device: 'd1' as DeviceId, remark: '', brand: '', model: '', keeper: '管理员', online: false, revoked: false,
    lastSeenMs: null, accounts: [], ...more,
  }
}

async function pageWith(answer: () => Response | Promise<Response>): Promise<ArkDevicePage> {
  const page = document.createElement('ark-device-page') as ArkDevicePage
  page.api = newApi({ fetch: () => Promise.resolve().then(answer) })
  document.body.append(page)
  await new Promise((resolve) => { setTimeout(resolve, 0) })
  await page.updateComplete
  return page
}

const textOf = (page: ArkDevicePage): string => page.shadowRoot?.querySelector('main')?.textContent ?? ''

afterEach(() => document.body.replaceChildren())

test('no phones: says what to do', async () => {
  const page = await pageWith(() => Response.json({ rows: [] }))
  expect(textOf(page)).toContain('还没有手机')
})

test('a list that cannot be read says why, and offers to try again', async () => {
  const page = await pageWith(() => Promise.reject(new TypeError('no network')))
  expect(textOf(page)).toContain('网络不通')
  expect(textOf(page)).toContain('立即重试')
})

test('rows that were read stay when the hub goes away, marked as old', async () => {
  let away = false
  const page = await pageWith(() => {
    if (away) throw new TypeError('no network')
    return Response.json({ rows: [newRow({ remark: '一号' })] })
  })
  away = true
  document.dispatchEvent(new Event('visibilitychange'))
  await expect.poll(() => textOf(page)).toContain('列表可能不是最新的')
  expect(textOf(page)).toContain('一号')
})

test('a right that was taken away is said calmly', async () => {
  const fault = { code: 'noRight', reason: 'needs devices' }
  const page = await pageWith(() => Response.json(fault, { status: 403 }))
  expect(textOf(page)).toContain('没有管理手机的权限')
})

test('a phone is called by its remark, its model, its id', () => {
  expect(deviceName(newRow({ remark: '一号', brand: '小米' }))).toBe('一号')
  expect(deviceName(newRow({ brand: '小米', model: '14' }))).toBe('小米 14')
  expect(deviceName(newRow())).toBe('d1')
})

test('when it was there last', () => {
  const nowMs = 100 * 86_400_000
  const seen = (agoMs: number) => seenText(newRow({ lastSeenMs: nowMs - agoMs }), nowMs)
  expect([seen(5_000), seen(300_000), seen(7_200_000), seen(86_400_000)])
    .toEqual(['刚刚', '5 分钟前', '2 小时前', '1 天前'])
  expect(seenText(newRow(), nowMs)).toBe('从未连接')
  expect(seenText(newRow({ online: true, lastSeenMs: 0 }), nowMs)).toBe('现在')
})

test('removed phones come last', () => {
  const rows = [newRow({ device: 'gone' as DeviceId, revoked: true }), newRow()]
  expect(inOrder(rows).map(({ device }) => device)).toEqual(['d1', 'gone'])
})

test('the squares of a code are drawn in runs', () => {
  expect(pathOf([[false, true, true, false, true], [true]])).toBe('M1 0h2v1H1zM4 0h1v1H4zM0 1h1v1H0z')
})
