import { expect, test } from 'vitest'
import { hubLimits } from '../../hub/limits.ts'
import { limits } from '../../protocol/limits.ts'
import { startHub } from '../support/hub.ts'
import { readMetric } from '../support/metrics.ts'
import { account, friend, phoneWith, seatAt } from '../support/people.ts'
import { expectLiveIsFresh, toldTexts } from './support.ts'

const our = account('talkative')
const customer = friend('customer')

test('slow clients whose messages are silently dropped: one holds up nobody and catches up', async () => {
  await using hub = await startHub()
  await using phone = await phoneWith(hub, our)
  await using reader = await seatAt(hub)
  const slow = await Promise.all([1, 2, 3, 4].map(() => seatAt(hub)))
  try {
    for (const one of slow) one.pause()
    // More than the kernel keeps between two sockets, less than the ring.
    for (let index = 0; index < messages; index++) {
      phone.write({ account: our, peer: customer, text: `${index} ${'长'.repeat(textLength)}` })
      if (index % 50 === 49) await phone.drained()
    }
    await reader.sees(({ text }) => text.startsWith(`${messages - 1} `))
    const waiting = await readMetric(hub.url, 'ark_tabs_waiting_bytes')
    expect(waiting).toBeGreaterThan(slow.length * hubLimits.seatFullBytes)
    expect(waiting).toBeLessThan(slow.length * (hubLimits.seatFullBytes + limits.frameBytesMax + 4_096))
    expect(await readMetric(hub.url, 'ark_tabs')).toBe(slow.length + 1)
    for (const one of slow) one.resume()
    for (const one of slow) {
      await one.sees(({ text }) => text.startsWith(`${messages - 1} `))
      expect(toldTexts(one)).toEqual(toldTexts(reader))
      expect([one.resets, one.closes]).toEqual([0, []])
    }
    await expectLiveIsFresh(reader, ...slow)
  } finally {
    await Promise.all(slow.map((one) => one.stop()))
  }
})

const messages = 800
/** 15 KB of UTF-8 each. */
const textLength = 5_000
