import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { mediaIdOf } from '../../bench/fleet/phone-http.ts'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { enrolPhone } from '../support/people.ts'
import { type Budget, Cable } from './cable.ts'

let hub: TestInstallation
let cable: Cable
let phone: SimulatedPhone
beforeAll(async () => {
  hub = await startHub()
  cable = await Cable.lay({ name: 'uploads', port: hub.port })
  const address = `http://127.0.0.1:${cable.port}`
  // Never connected: only its uploads go over the cable.
  phone = await enrolPhone(hub, { hubs: [address] })
})
afterAll(async () => {
  await phone.stop()
  await cable[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
})

const mime = 'application/octet-stream'
const bytesTotal = 300_000

/** A question where to go on, then the bytes with their head of about 250 bytes, then the answer. */
const steps: { step: string; connection: number; cut: Budget }[] = [
  { step: 'in the question', connection: 1, cut: { way: 'up', bytes: 20 } },
  { step: 'in the answer where to go on', connection: 1, cut: { way: 'down', bytes: 10 } },
  { step: 'in the head of the upload', connection: 2, cut: { way: 'up', bytes: 60 } },
  { step: 'in its first bytes', connection: 2, cut: { way: 'up', bytes: 700 } },
  { step: 'in its middle', connection: 2, cut: { way: 'up', bytes: bytesTotal / 2 } },
  { step: 'before its last bytes', connection: 2, cut: { way: 'up', bytes: bytesTotal } },
  { step: 'in the answer that it is stored', connection: 2, cut: { way: 'down', bytes: 15 } },
]

test.each(steps)('a cable that is cut $step: the next try goes on, and what is stored is what was sent', async (
  { connection, cut },
) => {
  const bytes = randomBytes(bytesTotal)
  if (connection === 1) cable.cutNext(cut)
  else cable.cutAfterNext(cut)
  await expect(phone.upload(bytes, mime)).rejects.toThrow()
  await bringUp(bytes)
  const { bytes: stored } = await phone.download(mediaIdOf(bytes))
  expect(mediaIdOf(stored)).toBe(mediaIdOf(bytes))
})

test('a cable that is cut again and again: each try brings it further', async () => {
  const bytes = randomBytes(bytesTotal)
  for (let tries = 0; tries < 5; tries++) {
    cable.cutAfterNext({ way: 'up', bytes: 40_000 })
    await expect(phone.upload(bytes, mime)).rejects.toThrow()
  }
  await bringUp(bytes)
  expect(mediaIdOf((await phone.download(mediaIdOf(bytes))).bytes)).toBe(mediaIdOf(bytes))
})

/**
 * As phones do: again after a fault of the line. While the hub hasn't noticed that the try before is dead it refuses
 * the next one, and may close before the phone has read why.
 */
async function bringUp(bytes: Uint8Array): Promise<void> {
  const again = { timeout: 20_000, interval: 200 }
  const stored = await vi.waitUntil(() => phone.upload(bytes, mime).catch(() => null), again)
  expect(stored).toBe(mediaIdOf(bytes))
}
