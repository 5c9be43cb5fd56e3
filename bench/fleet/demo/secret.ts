import { createHmac, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DeviceId, MediaId } from '../../../protocol/ids.ts'

/** What the seed and the simulation share: `<data>/demo.json`, for its owner only. */
export interface DemoSettings {
  /** All keys of demo phones derive from it. */
  secret: string
  seed: number
  /** The end of the seeded history, ms. */
  nowMs: number
  /** Of its people, so that the simulation knows them again without drawing them. */
  avatars: MediaId[]
}

/** Null if this data folder holds no demo. */
export async function readDemoSettings(dataDir: string): Promise<DemoSettings | null> {
  const text = await readFile(settingsPath(dataDir), 'utf8').catch(() => null)
  return text === null ? null : JSON.parse(text) as DemoSettings
}

export async function writeDemoSettings(dataDir: string, settings: DemoSettings): Promise<void> {
  const path = settingsPath(dataDir)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(`${path}.new`, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
}

export function newDemoSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** `d` and 16 letters, the same for a seed whatever the secret. */
export function demoDeviceId(seed: number, index: number): DeviceId {
  const digest = createHmac('sha256', `demo ${seed}`).update(`device ${index}`).digest()
  const letters = [...digest.subarray(0, 16)].map((byte) => String.fromCharCode(letterA + (byte % 26)))
  return `d${letters.join('')}` as DeviceId
}

/** 256 bits, as enrolment gives them. */
export function demoDeviceKey(secret: string, device: DeviceId): string {
  return createHmac('sha256', secret).update(`key ${device}`).digest('base64url')
}

function settingsPath(dataDir: string): string {
  return join(dataDir, 'demo.json')
}

const letterA = 97
