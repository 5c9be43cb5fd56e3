import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FamilyName, GoldenFrame } from '../../../protocol/catalog/golden-frame.ts'
import { repositoryRoot } from '../../../storage/repository-root.ts'

/** The caller says what is in it. */
export function readGolden(name: string): unknown {
  return JSON.parse(readFileSync(join(repositoryRoot(), 'protocol/golden', name), 'utf8'))
}

/** Every golden frame with the family whose reader it is for. */
export function goldenFrames(): { to: FamilyName; golden: GoldenFrame }[] {
  const files: Record<FamilyName, string> = {
    phoneUplink: 'phone-uplink.json', phoneDownlink: 'phone-downlink.json',
    seatUplink: 'seat-uplink.json', seatDownlink: 'seat-downlink.json',
  }
  const own = Object.entries(files).flatMap(([to, file]) => {
    return (readGolden(file) as GoldenFrame[]).map((golden) => ({ to: to as FamilyName, golden }))
  })
  const other = readGolden('other-writers.json') as (GoldenFrame & { to: FamilyName })[]
  return [...own, ...other.map((golden) => ({ to: golden.to, golden }))]
}

export function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'))
}
