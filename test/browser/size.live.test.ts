import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { newPool } from '../../storage/pool.ts'
import { type TestBrowser, signInPage, startBrowser } from '../support/browser.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { fillSeat } from './support/fill-seat.ts'
import { type FrameWork, traceFrames } from './support/frame-work.ts'

/**
 * One seat with very many conversations. `ARK_CONSOLE_SIZE=1` takes the full size and prints what was measured; a usual
 * run takes a small one and asks only for behaviour: times of a busy machine say nothing.
 */
const isFull = process.env['ARK_CONSOLE_SIZE'] === '1'
const conversations = isFull ? 10_000 : 500
const longThread = isFull ? 10_000 : 600
const messages = isFull ? 100_000 : 3_000
const account = 'wxid_sales' as AccountId
let hub: TestInstallation
let phone: SimulatedPhone
let browser: TestBrowser
/** Of a frame of a page that does nothing but scroll. */
let trivialMs = 0

beforeAll(async () => {
  hub = await startHub()
  phone = await SimulatedPhone.enrol({ hubs: [hub.url], token: await hub.enrolmentToken() })
  await phone.connect()
  phone.logIn({ wxid: account, nickname: '销售小王' })
  await phone.drained()
  const pool = newPool({ url: hub.database.url, max: 1, onError: () => undefined })
  await fillSeat(pool, { account, conversations, messages, longThread })
  await pool.end()
  browser = await startBrowser()
  await signInPage(browser.page, { url: hub.url, loginName: 'admin', password: hub.password })
}, 300_000)
afterAll(async () => {
  await phone.stop()
  await browser[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
})

const list = () => browser.page.getByRole('listbox', { name: '会话' })
const row = (name: string) => browser.page.getByTestId('conversation-row').filter({ has: named(name) })
const named = (name: string) => browser.page.locator('.name', { hasText: new RegExp(`^${name}$`) })
const rows = () => browser.page.getByTestId('conversation-row')
const thread = () => browser.page.getByTestId('thread')
const threadHeight = (): Promise<number> => thread().evaluate((element) => element.scrollHeight)

/** Scrolls by so much in each frame; answers how far apart the frames were, ms. */
function scrollFrames(scroller: Locator, asked: { frames: number; byPx: number }): Promise<number[]> {
  return scroller.evaluate(async (element, { frames, byPx }) => {
    const frame = () => new Promise<number>((globalThis as unknown as InPage).requestAnimationFrame)
    const times: number[] = []
    let last = await frame()
    for (let index = 0; index < frames; index += 1) {
      element.scrollTop += byPx
      const now = await frame()
      times.push(now - last)
      last = now
    }
    return times
  }, asked)
}

/** How long frames take while something else goes on, ms. */
function framesFor(lastingMs: number): Promise<number[]> {
  return list().evaluate(async (_, ms) => {
    const frame = () => new Promise<number>((globalThis as unknown as InPage).requestAnimationFrame)
    const times: number[] = []
    let last = await frame()
    const endMs = last + ms
    while (last < endMs) {
      const now = await frame()
      times.push(now - last)
      last = now
    }
    return times
  }, lastingMs)
}

/** From the click until the thread's messages are painted, ms. */
async function openMs(name: string): Promise<number> {
  return row(name).evaluate(async (element, customer) => {
    interface Place { querySelector(selector: string): { shadowRoot: Place; textContent: string } | null }
    const workspace = (element.getRootNode() as { host: { getRootNode(): Place } }).host.getRootNode()
    const startedMs = performance.now()
    element.click()
    for (;;) {
      await new Promise((globalThis as unknown as InPage).requestAnimationFrame)
      const inside = workspace.querySelector('ark-chat-pane')?.shadowRoot.querySelector('ark-chat-thread')?.shadowRoot
      const said = inside?.querySelector('[data-testid=message]')?.textContent ?? ''
      if (said.includes(`${customer}说`)) return performance.now() - startedMs
    }
  }, name)
}

interface InPage { requestAnimationFrame: (run: (ms: number) => void) => void }

async function heapMB(): Promise<number> {
  const session = await browser.context.newCDPSession(browser.page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize / 2 ** 20
}

const print = (line: string): void => void process.stdout.write(`${line}\n`)

function report(what: string, times: readonly number[]): void {
  if (!isFull) return
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number) => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(1)
  const slow = times.filter((time) => time > 17.5).length
  print(`${what}: ${times.length} × p50 ${at(0.5)} p95 ${at(0.95)} max ${at(1)} ms; above 17.5 ms: ${slow}`)
}

function reportWork(what: string, { times, workMs, parts }: FrameWork & { times: readonly number[] }): void {
  report(what, times)
  if (!isFull) return
  const largest = parts.map(([name, ms]) => `${name} ${ms.toFixed(2)}`).join(', ')
  const ratio = trivialMs === 0 ? '' : `, ${(workMs / trivialMs).toFixed(1)} times the trivial page's`
  print(`  the page's own work of it: ${workMs.toFixed(1)} ms${ratio} (${largest})`)
}

test('[SEAT-1] all conversations are in the list, and few of them in the page', async () => {
  const startedMs = performance.now()
  await browser.page.locator('#rows[aria-busy=false]').waitFor({ timeout: 60_000 })
  report('all conversations read after', [performance.now() - startedMs])
  await expect.poll(() => rows().first().getAttribute('aria-setsize')).toBe(String(conversations))
  expect(await browser.page.getByTestId('conversation-row').count()).toBeLessThan(50)
})

test.runIf(isFull)('what is compared with: a trivial page that scrolls in the same browser', async () => {
  const page = await browser.context.newPage()
  const line = '<p>客户12：有货吗？我想要两件，明天能发吗</p>'
  await page.setContent(`<style>div { height: 600px; overflow: auto; contain: strict }</style>
    <div>${line.repeat(conversations)}</div>`)
  const work = await traceFrames(page, () => scrollFrames(page.locator('div'), { frames: 400, byPx: 180 }))
  reportWork('trivial page, a frame', work)
  trivialMs = work.workMs
  await page.close()
  await browser.page.bringToFront()
})

test('[SEAT-1] the list scrolls to its end, laid out once a frame and only where rows come', async () => {
  const work = await traceFrames(browser.page, () => scrollFrames(list(), { frames: isFull ? 400 : 20, byPx: 180 }))
  reportWork('list, a frame', work)
  // Three or four rows of eleven elements come with each frame.
  expect(work.elementsStyled).toBeLessThan(55)
  expect(work.layouts).toBeLessThan(1.5)
  await list().evaluate((element) => { element.scrollTop = element.scrollHeight })
  await row(`客户${conversations}`).waitFor()
  await list().evaluate((element) => { element.scrollTop = 0 })
  await row('客户1').waitFor()
})

test('[SEAT-2] conversations open, from the hub and from memory', async () => {
  const first: number[] = []
  const again: number[] = []
  for (let index = 2; index < 8; index += 1) first.push(await openMs(`客户${index}`))
  for (let index = 2; index < 8; index += 1) again.push(await openMs(`客户${index}`))
  report('opened from the hub', first)
  report('opened from memory', again)
  await browser.page.getByTestId('message').filter({ hasText: '客户7说' }).last().waitFor()
})

test('[SEAT-2] who stands at the end of a thread stays there when a note takes the place of the composer', async () => {
  const { page } = browser
  await page.getByTestId('note-open').click()
  await page.getByTestId('note-input').waitFor()
  const log = page.getByRole('log', { name: '聊天记录' })
  await expect.poll(() => log.evaluate((one) => {
    return Math.round(one.scrollHeight - one.scrollTop - one.clientHeight)
  })).toBe(0)
  await page.keyboard.press('Escape')
  await page.getByTestId('composer-input').waitFor()
})

test('[SEAT-2] a long thread scrolls back without end, and is let go when it is left', async () => {
  await openMs('客户1')
  const before = await threadHeight()
  const frames = isFull ? 600 : 60
  reportWork('thread, a frame', await traceFrames(browser.page, () => scrollFrames(thread(), { frames, byPx: -240 })))
  await expect.poll(threadHeight).toBeGreaterThan(before)
  expect(await browser.page.getByTestId('message').count()).toBeLessThan(60)
  const top = await browser.page.getByTestId('message').nth(12).getAttribute('data-position')
  await openMs('客户3')
  await openMs('客户1')
  // Where one stood is in what was kept, or one is at the end: never in between.
  const isBack = browser.page.locator(`[data-testid=message][data-position="${top}"]`)
  const atEnd = browser.page.getByTestId('new-messages')
  await expect.poll(async () => await isBack.count() > 0 || await atEnd.count() === 0).toBe(true)
})

test('[SEAT-8] slow clients: messages that pour in leave the page quick, and its memory as it was', async () => {
  const before = await heapMB()
  const count = isFull ? 5_000 : 100
  const running = traceFrames(browser.page, () => framesFor(isFull ? 15_000 : 500))
  for (let index = 0; index < count; index += 1) {
    phone.write({ account, peer: `wxid_${(index % 300) + 1}` as PeerId, text: `新消息${index}` })
    if (index % 20 === 19) await phone.drained()
  }
  reportWork(`while ${count} messages came, a frame`, await running)
  await rows().filter({ hasText: `新消息${count - 1}` }).waitFor()
  for (let index = 10; index < (isFull ? 200 : 20); index += 1) await browser.page.keyboard.press('Alt+ArrowDown')
  const after = await heapMB()
  if (isFull) print(`heap ${before.toFixed(1)} MB before, ${after.toFixed(1)} MB after`)
  expect(after).toBeLessThan(before + 30)
  expect(browser.errors).toEqual([])
}, 180_000)
