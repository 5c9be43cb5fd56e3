import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { closeCodes, retryMsOf } from '../../protocol/close-codes.ts'
import type { MsgSvrId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { newPool } from '../../storage/pool.ts'
import { httpCall } from '../../bench/fleet/http-call.ts'
import { startHub } from '../support/hub.ts'
import { readMetric } from '../support/metrics.ts'
import { account, addSeatUser, friend, phoneWith, seatAt } from '../support/people.ts'

const heavy = account('heavy')
const light = account('light')
const customer = friend('customer')

test('[P28] a full journal refuses by name, keeps what was acked, and goes on once storage has caught up', async () => {
  await using hub = await startHub({ HUB_JOURNAL_MB: '64' })
  // Another user's: the seat needn't hear all that.
  const { cookie } = await addSeatUser(hub.database.url, 'warehouse')
  const phone = await phoneWith(hub, heavy, { cookie })
  const other = await phoneWith(hub, light)
  const seat = await seatAt(hub)
  await hub.database.kill()
  const said = Array.from({ length: 1_300 }, (_, index) => {
    const msgSvrId = String(1_000 + index) as MsgSvrId
    phone.say('messageReceived', {
      account: heavy, peer: customer, msgSvrId, direction: 'in', sender: null, type: 'file', rawType: null,
      sentAtMs: Date.now(), text: `${index}`, media: null, thumbnail: null,
      body: randomBytes(limits.bodyBytesMax - 100),
    })
    return msgSvrId
  })
  await expect.poll(async () => (await httpCall({ url: `${hub.url}/readyz`, method: 'GET' })).status, {
    timeout: 40_000,
  }).toBe(503)
  const closed = [other.closed(), seat.closed()] as const
  const late = other.write({ account: light, peer: customer, text: '等到有地方' })
  const { task } = seat.send({ account: light, peer: customer, text: '我也等' })
  for (const { code, reason } of await Promise.all(closed)) {
    expect(code).toBe(closeCodes.journalFull.code)
    expect(retryMsOf(reason)).toBeGreaterThan(0)
  }
  expect(await readMetric(hub.url, 'ark_closes_total', { code: closeCodes.journalFull.name })).toBeGreaterThan(1)
  expect(await readMetric(hub.url, 'ark_journal_full_total')).toBeGreaterThan(0)
  await hub.database.restart()
  // Housekeeping makes room every ten seconds, and several times if need be.
  await Promise.all([phone, other, seat].map((one) => one.connected(roomWithinMs)))
  await phone.drained(roomWithinMs)
  await seat.sees((message) => message.msgSvrId === late.msgSvrId, 30_000)
  await seat.sees((message) => message.task === task && message.state === 'sent', 30_000)
  expect(await storedIds(hub.database.url, said.length)).toEqual(said)
  await Promise.all([phone.stop(), other.stop(), seat.stop()])
}, 180_000)

async function storedIds(url: string, count: number): Promise<string[]> {
  const pool = newPool({ url, max: 1, onError: () => undefined })
  try {
    const read = async (): Promise<string[]> => {
      const query = `select msg_svr_id as id from message where account = '${heavy}' order by position`
      return (await pool.query<{ id: string }>(query)).rows.map(({ id }) => id)
    }
    await expect.poll(async () => (await read()).length, { timeout: 30_000, interval: 200 }).toBe(count)
    return await read()
  } finally {
    await pool.end()
  }
}

const roomWithinMs = 60_000
