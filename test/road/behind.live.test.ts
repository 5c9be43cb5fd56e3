import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { AccountId, MsgSvrId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { newPool } from '../../storage/pool.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { readMetric } from '../support/metrics.ts'
import { account, friend, phoneWith, seatAt } from '../support/people.ts'

/** 600 is the whole ten minutes: `ARK_OUTAGE_SECONDS=600 npx vitest run --project live test/road/behind…`. */
const outageMs = Number(process.env['ARK_OUTAGE_SECONDS'] ?? 8) * 1000
const messagesPerSecond = Number(process.env['ARK_OUTAGE_RATE'] ?? 400)
const accounts = ['lag-a', 'lag-b', 'lag-c', 'lag-d'].map(account)
const customer = friend('customer')

test('[P24] without a database phones are slowed down and go on; then storage catches up and they are fast again', {
  timeout: 120_000 + 3 * outageMs,
}, async () => {
  await using hub = await startHub({ HUB_LAG_EVENTS: '200' })
  const phones = await Promise.all(accounts.map((one) => phoneWith(hub, one)))
  const seat = await seatAt(hub)
  expect(await window(hub)).toBe(limits.uplinkWindowMax)
  await hub.database.kill()
  const told = talk(phones)
  // The window falls as far as it can while phones and the agent go on.
  await expect.poll(() => window(hub)).toBeLessThan(limits.uplinkWindowMax)
  await expect.poll(() => window(hub)).toBe(limits.uplinkWindowMin)
  const { task } = seat.send({ account: accounts[0] as AccountId, peer: customer, text: '照常回答' })
  await seat.sees((message) => message.task === task && message.state === 'sent')
  const acked = phones.map(({ lastAcked }) => lastAcked)
  await sleep(outageMs)
  phones.forEach(({ lastAcked }, index) => expect(lastAcked).toBeGreaterThan(acked[index] as number))
  const behind = await lag(hub)
  expect(behind).toBeGreaterThan(800)
  expect(await readMetric(hub.url, 'ark_projector_lag_seconds')).toBeGreaterThan(outageMs / 2_000)

  await hub.database.restart()
  const restartedMs = performance.now()
  await expect.poll(() => window(hub), { timeout: 60_000 + outageMs, interval: 50 }).toBe(limits.uplinkWindowMax)
  const seconds = (performance.now() - restartedMs) / 1000
  process.stdout.write(`${behind} events behind; the whole window after ${seconds.toFixed(1)} s under load\n`)
  const said = told.stop()
  await Promise.all(phones.map((phone) => phone.drained(60_000)))
  await expect.poll(() => lag(hub)).toBe(0)
  for (const [index, one] of accounts.entries()) expect(await storedIds(hub, one)).toEqual(said[index])
  await Promise.all([...phones, seat].map((one) => one.stop()))
})

/** Every phone says something again and again, at the same pace; `stop` answers what each has said. */
function talk(phones: readonly SimulatedPhone[]): { stop(): MsgSvrId[][] } {
  const said = phones.map((): MsgSvrId[] => [])
  const perTick = Math.ceil(messagesPerSecond * tickMs / 1000 / phones.length)
  const timer = setInterval(() => {
    phones.forEach((phone, index) => {
      for (let count = 0; count < perTick; count++) {
        const { msgSvrId } = phone.write({ account: accounts[index] as AccountId, peer: customer, text: '还在吗' })
        said[index]?.push(msgSvrId)
      }
    })
  }, tickMs)
  return {
    stop() {
      clearInterval(timer)
      return said
    },
  }
}

const window = (hub: TestInstallation): Promise<number> => readMetric(hub.url, 'ark_uplink_window')
const lag = (hub: TestInstallation): Promise<number> => readMetric(hub.url, 'ark_projector_lag_events')

async function storedIds({ database }: TestInstallation, one: AccountId): Promise<string[]> {
  const pool = newPool({ url: database.url, max: 1, onError: () => undefined })
  try {
    const { rows } = await pool.query<{ id: string }>(`
      select msg_svr_id as id from message where account = $1 and direction = 'in' order by position`, [one])
    return rows.map(({ id }) => id)
  } finally {
    await pool.end()
  }
}

const tickMs = 50
