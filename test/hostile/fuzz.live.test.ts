import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { Dice } from '../../bench/fleet/dice.ts'
import { closeCodes } from '../../protocol/close-codes.ts'
import { pack } from '../../protocol/codec.ts'
import { faultCodes } from '../../protocol/fault-codes.ts'
import { protocolVersion } from '../../protocol/limits.ts'
import { operations } from '../../protocol/operations/index.ts'
import { fromHex, goldenFrames } from '../protocol/support/golden-files.ts'
import { type Ground, startGround } from './ground.ts'
import { mutate } from './mutate.ts'
import { exchange, upgradeHead } from './raw-tcp.ts'
import { heads, inputs } from './seeds.ts'

let ground: Ground
const seed = process.env.FUZZ_SEED ?? '1'
beforeAll(async () => { ground = await startGround() })
afterAll(async () => { await ground[Symbol.asyncDispose]() })

const known = new Set<number>(Object.values(closeCodes).map(({ code }) => code))
const framesFor = (to: string): Uint8Array[] => goldenFrames().filter((one) => one.to === to)
  .map(({ golden }) => fromHex(golden.frame)).filter(({ length }) => length < 4_000)

/** One line after the other: mutated frames until the hub closes, by one of its codes. */
async function attack(path: '/phone' | '/seat', { frames, greets, dice }: {
  frames: number; greets: boolean; dice: Dice
}): Promise<void> {
  const seeds = framesFor(path === '/phone' ? 'phoneUplink' : 'seatUplink')
  for (let sent = 0; sent < frames;) {
    const { port } = ground.hub
    const headers: Record<string, string> = path === '/phone' ? { authorization: ground.bearer }
      : { cookie: ground.cookie }
    const line = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers })
    const closed = new Promise<number>((resolve) => { line.on('close', resolve) })
    await new Promise((resolve, reject) => {
      line.on('open', resolve)
      line.on('error', reject)
    })
    if (greets) {
      const name = `fuzz${dice.letters(10)}`
      const welcomed = new Promise((resolve) => { line.once('message', resolve) })
      line.send(pack([path === '/phone' ? [1, protocolVersion, name, 0, {}] : [1, protocolVersion, name, null]]))
      await Promise.race([welcomed, closed])
    }
    for (let burst = 0; burst < 20; burst++, sent++) line.send(mutate(dice, seeds), () => undefined)
    // Frames that are all fine leave it open; then we go.
    line.close(1000)
    const code = await closed
    expect(known.has(code) || code === 1000, `closed with ${code}, seed ${seed}`).toBe(true)
  }
}

test.each([
  { path: '/phone', greets: false }, { path: '/phone', greets: true },
  { path: '/seat', greets: false }, { path: '/seat', greets: true },
] as const)('$path, welcomed: $greets: 600 broken frames end by codes of ours', async ({ path, greets }) => {
  await attack(path, { frames: 600, greets, dice: new Dice(`${seed}${path}`) })
  await ground.expectUndisturbed()
})

test('operations, uploads, upgrades and heads: 2,000 broken requests are refused by name, not ignored', async () => {
  const dice = new Dice(`${seed}http`)
  const before = ground.rssBytes()
  const requests = Array.from({ length: 2_000 }, () => dice.chance(0.2) ? brokenUpgrade(dice) : brokenRequest(dice))
  const lanes = Array.from({ length: lanesAtOnce }, async () => {
    for (let one = requests.pop(); one !== undefined; one = requests.pop()) await expectRefusedByName(one)
  })
  await Promise.all(lanes)
  await ground.expectUndisturbed()
  expect(ground.rssBytes() - before).toBeLessThan(rssGrowthMax)
}, 60_000)

interface BrokenRequest { head: string; body: Uint8Array }

const lineOf = (dice: Dice) => (): string => {
  return Buffer.from(mutate(dice, heads)).toString('latin1').replace(/[\r\n]/g, ' ').slice(0, 2_000)
}

/** A request to become a WebSocket with one to three headers that are missing or odd. */
function brokenUpgrade(dice: Dice): BrokenRequest {
  const line = lineOf(dice)
  const headers: Record<string, string | null> = dice.chance(0.5)
    ? { Authorization: ground.bearer } : { Cookie: ground.cookie }
  for (let left = dice.integer(1, 3); left > 0; left--) {
    headers[dice.pick(upgradeHeaders)] = dice.chance(0.2) ? null : line()
  }
  const path = dice.pick(['/phone', '/seat', '/live', `/${encodeURIComponent(line())}`])
  return { head: upgradeHead({ path, port: ground.hub.port, headers }), body: new Uint8Array() }
}

function brokenRequest(dice: Dice): BrokenRequest {
  const line = lineOf(dice)
  const body = mutate(dice, inputs)
  const first = dice.chance(0.3) ? uploadHead(dice, line) : operationHead(dice, line)
  const last = [`Host: 127.0.0.1:${ground.hub.port}`, `Content-Length: ${body.length}`]
  return { head: [...first, ...last, '', ''].join('\r\n'), body }
}

function uploadHead(dice: Dice, line: () => string): string[] {
  const name = dice.chance(0.5) ? 'a'.repeat(64) : encodeURIComponent(line()).slice(0, 200)
  return [
    `PUT /media/${name} HTTP/1.1`,
    `Authorization: ${dice.chance(0.7) ? ground.bearer : line()}`,
    `Content-Type: ${dice.chance(0.5) ? 'image/png' : line()}`,
    ...(dice.chance(0.5) ? [`Content-Range: ${line()}`] : []),
  ]
}

function operationHead(dice: Dice, line: () => string): string[] {
  return [
    `POST /api/${dice.pick(harmless)} HTTP/1.1`, 'Content-Type: application/json',
    `Cookie: ${dice.chance(0.8) ? ground.cookie : line()}`,
    ...(dice.chance(0.2) ? [`Origin: ${line()}`] : []),
  ]
}

async function expectRefusedByName({ head, body }: BrokenRequest): Promise<void> {
  // Bytes that no header may hold count as a head that isn't whole yet: such end when the time for heads does.
  const isWhole = !Array.from(head.replaceAll('\r\n', '')).some(isForbidden)
  const { text, statuses, ended } = await exchange({
    port: ground.hub.port, pieces: [head, body], withinMs: isWhole ? 10_000 : 300,
    until: (answer) => answer.statuses.length > 0,
  })
  if (isWhole) expect(ended || statuses.length > 0, `no answer, seed ${seed}: ${head}`).toBe(true)
  expect(statuses.filter((status) => status >= 500 && status !== 503), `seed ${seed}: ${head} ${text}`).toEqual([])
  const code = /"code":"(\w+)"/.exec(text)?.[1]
  if (code !== undefined) expect(codes).toContain(code)
}

const codes = new Set<string>(Object.keys(faultCodes))
/** Not those that end the session which the others need. */
const harmless = Object.keys(operations).filter((name) => !/signOut|changePassword/.test(name))
const upgradeHeaders = [
  'Host', 'Upgrade', 'Connection', 'Sec-WebSocket-Key', 'Sec-WebSocket-Version', 'Sec-WebSocket-Extensions',
  'Sec-WebSocket-Protocol', 'Origin', 'Cookie', 'Authorization', 'X-Forwarded-For', 'Content-Length',
]
const isForbidden = (byte: string): boolean => (byte < ' ' && byte !== '\t') || byte === '\x7f'
const lanesAtOnce = 8
const rssGrowthMax = 150 * 2 ** 20
