import { expect, test } from 'vitest'
import { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { newPool } from '../../storage/pool.ts'
import { type TestBrowser, signInPage, startBrowser } from '../support/browser.ts'
import { startHub } from '../support/hub.ts'
import { fillSeat } from './support/fill-seat.ts'

/**
 * A day at the desk in a page whose clock runs ahead: `ARK_CONSOLE_SIZE=1` runs it and prints what was measured. Of
 * each ten minutes nine are skipped, timers firing once as after a sleep, and one is run through, tick by tick.
 */
const isFull = process.env['ARK_CONSOLE_SIZE'] === '1'
const account = 'wxid_sales' as AccountId
const conversations = 2_000
const stepsADay = 24 * 6
const messagesAStep = 40

test.runIf(isFull)('[SEAT-8] after a day at the desk the console holds what it held in the morning', async () => {
  await using hub = await startHub()
  const phone = await SimulatedPhone.enrol({ hubs: [hub.url], token: await hub.enrolmentToken() })
  await phone.connect()
  phone.logIn({ wxid: account, nickname: '销售小王' })
  await phone.drained()
  const pool = newPool({ url: hub.database.url, max: 1, onError: () => undefined })
  await fillSeat(pool, { account, conversations, messages: 20_000, longThread: 2_000 })
  await pool.end()
  await using browser = await startBrowser()
  await openDesk(browser, hub)
  const held: Held[] = [await heldBy(browser)]
  for (let step = 0; step < stepsADay; step += 1) {
    await comeIn(phone, step)
    await work(browser, step)
    await browser.page.clock.fastForward('09:00')
    await browser.page.clock.runFor('01:00')
    if (step % 6 === 5) await hourly(browser)
    if (step % 18 === 17) held.push(await heldBy(browser))
  }
  for (const [at, one] of held.entries()) {
    print(`after ${at * 3} h: heap ${one.heapMB.toFixed(1)} MB, ${one.nodes} nodes, ${one.listeners} listeners`)
  }
  const [sent, reconnects] = [phone.commands.length, await browser.page.evaluate('sockets.length - 1')]
  print(`${stepsADay * messagesAStep} messages came, ${sent} went, ${String(reconnects)} reconnects`)
  const [morning, evening] = [held[2], held.at(-1)] as [Held, Held]
  expect(evening.heapMB).toBeLessThan(morning.heapMB + 5)
  expect(evening.nodes).toBeLessThan(morning.nodes * 1.5)
  expect(evening.listeners).toBeLessThan(morning.listeners * 1.5)
  expect(browser.errors).toEqual([])
  await phone.stop()
}, 1_200_000)

async function openDesk({ page }: TestBrowser, hub: { url: string; password: string }): Promise<void> {
  await page.clock.install()
  await page.addInitScript(`globalThis.sockets = []
    globalThis.WebSocket = class extends WebSocket { constructor(...given) { super(...given); sockets.push(this) } }`)
  await signInPage(page, { url: hub.url, loginName: 'admin', password: hub.password })
  await page.locator('#rows[aria-busy=false]').waitFor({ timeout: 60_000 })
}

/** From some customers more than once, so that threads grow while they are open and while they aren't. */
async function comeIn(phone: SimulatedPhone, step: number): Promise<void> {
  for (let index = 0; index < messagesAStep; index += 1) {
    const peer = `wxid_${((step * 7 + index * 3) % 400) + 1}` as PeerId
    phone.write({ account, peer, text: `第 ${step} 段的第 ${index} 条消息，问问有没有货` })
  }
  await phone.drained()
}

/** Three conversations are opened: one is answered, in one something is begun, one is only read. */
async function work({ page }: TestBrowser, step: number): Promise<void> {
  const input = page.getByTestId('composer-input')
  for (const [index, text] of [`有货，第 ${step} 次回答`, `稍等，我查一下 ${step}`, ''].entries()) {
    await page.getByTestId('conversation-row').nth((step + index * 4) % 9).click()
    await page.getByTestId('message').first().waitFor()
    if (text !== '') await input.fill(text)
    if (index === 0) await input.press('Enter')
    await page.clock.runFor(2_000)
  }
}

/** Friends are looked for, the palette and quick replies opened, and the line breaks. */
async function hourly({ page }: TestBrowser): Promise<void> {
  await page.keyboard.press('Control+K')
  await page.keyboard.type('客户12')
  await page.clock.runFor(1_000)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Shift+P')
  await page.getByTestId('palette-input').fill('客户3')
  await page.clock.runFor(1_000)
  await page.keyboard.press('Escape')
  await page.getByTestId('thread').evaluate((thread) => { thread.scrollTop = 0 })
  await page.clock.runFor(1_000)
  const before = await page.evaluate('sockets.length')
  await page.evaluate('sockets.at(-1).close()')
  await expect.poll(async () => {
    await page.clock.runFor(5_000)
    return page.evaluate('sockets.length')
  }).toBeGreaterThan(before as number)
}

interface Held { heapMB: number; nodes: number; listeners: number }

/** What is still there once all garbage is gone. */
async function heldBy({ context, page }: TestBrowser): Promise<Held> {
  const session = await context.newCDPSession(page)
  for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters')
  await session.detach()
  return { heapMB: usedSize / 2 ** 20, nodes, listeners }
}

const print = (line: string): void => void process.stdout.write(`${line}\n`)
