import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Crowd, startCrowd } from '../support/crowd.ts'
import { readMetric } from '../support/metrics.ts'
import { expectLiveIsFresh, toldTexts } from './support.ts'

const phones = 500
const seats = 50
const perSecond = 200
let crowd: Crowd

beforeAll(async () => {
  crowd = await startCrowd({ phones, seats, env: { HUB_UPGRADES_PER_SECOND: String(perSecond) } })
})

afterAll(() => crowd[Symbol.asyncDispose]())

test('a reconnect storm: all come back at the pace of the door, nothing is missing, and no SQL is asked', async () => {
  await everybodySays('之前')
  const before = await statements()
  const startMs = performance.now()
  for (const one of [...crowd.phones, ...crowd.seats]) one.dropTheLine()
  await everybodySays('之后')
  const tookMs = performance.now() - startMs
  // What is let in beyond the burst takes its time, or the door was not kept.
  expect(tookMs).toBeGreaterThan(1000 * (phones + seats - perSecond) / perSecond - perSecond)
  expect(await readMetric(crowd.hub.url, 'ark_refusals_total', { code: 'hubBusy' })).toBeGreaterThan(0)
  expect(await statements() - before).toBeLessThanOrEqual(statementsMost)
  expect(crowd.seats.reduce((sum, { resets }) => sum + resets, 0)).toBe(0)
})

test('kill -9 of the hub: all come back to the new one, and what they see is what is stored', async () => {
  for (const [index, phone] of crowd.phones.entries()) {
    phone.write({ account: crowd.accountOf(index), peer: crowd.peerOf(index), text: '正在断' })
  }
  await crowd.hub.kill()
  await crowd.hub.restart()
  await everybodySays('重启之后')
  await expectLiveIsFresh(...crowd.seats.slice(0, 5))
  // Known from its start: nobody was looked up alone.
  expect(await readMetric(crowd.hub.url, 'ark_refusals_total', { code: 'tooMany' })).toBe(0)
})

/** Each phone once, and its seat has heard it once. */
async function everybodySays(text: string): Promise<void> {
  for (const [index, phone] of crowd.phones.entries()) {
    phone.write({ account: crowd.accountOf(index), peer: crowd.peerOf(index), text: `${text} ${index}` })
  }
  await Promise.all(crowd.phones.map((phone) => phone.drained(60_000)))
  await Promise.all(crowd.seats.map(async (seat, index) => {
    const share = phones / seats
    const expected = Array.from({ length: share }, (_, own) => `${text} ${index * share + own}`)
    for (const one of expected) await seat.sees((message) => message.text === one)
    const told = toldTexts(seat).filter((one) => one.startsWith(`${text} `))
    if (seat.resets === 0) expect(told.toSorted()).toEqual(expected.toSorted())
    expect(seat.faults).toEqual([])
  }))
}

function statements(): Promise<number> {
  return readMetric(crowd.hub.url, 'ark_sql_statements_total')
}

/** The hub's own look-outs, whatever happens; a statement for each peer would be 550. */
const statementsMost = 10
