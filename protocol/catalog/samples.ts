import { emptyBody, packBody } from '../bodies.ts'
import { type HubEvent, writeEvent } from '../events/index.ts'
import { phoneFacts } from '../events/phone.ts'
import { type Field, type FieldSet, type FieldSpec, byteLength, timeMaxMs, timeMinMs } from '../fields.ts'
import type { SourceId } from '../ids.ts'

/** smallest and largest of every field, everyday content in many scripts, and nil wherever it may stand. */
export const sampleKinds = ['smallest', 'largest', 'everyday', 'nil'] as const
export type SampleKind = (typeof sampleKinds)[number]

export function sampleFields(fields: FieldSet, kind: SampleKind): Record<string, unknown> {
  const samples = Object.entries(fields).map(([name, field]) => [name, sampleOf(field, kind, name)])
  return Object.fromEntries(samples) as Record<string, unknown>
}

function sampleOf({ spec, optional }: Field<unknown>, kind: SampleKind, name: string): unknown {
  if (optional && kind === 'nil') return null
  return sample(spec, kind, name)
}

/** Long texts and bytes are cut, so that the files stay readable; the tests go to the borders. */
function sample(spec: FieldSpec, kind: SampleKind, name: string): unknown {
  switch (spec.kind) {
    case 'text': return sampleText(spec, kind, name)
    case 'pattern': return samplePattern(spec, kind)
    case 'integer':
    case 'decimal': return pick(kind, {
      smallest: spec.min, largest: spec.max, everyday: everydayNumber(spec, name),
    })
    case 'time': return pick(kind, { smallest: timeMinMs, largest: timeMaxMs, everyday: everydayMs })
    case 'boolean': return pick(kind, { smallest: false, largest: true, everyday: true })
    case 'bytes': return sampleBytes(kind)
    case 'choice': return pick(kind, {
      smallest: spec.choices[0], largest: spec.choices.at(-1), everyday: spec.choices[1] ?? spec.choices[0],
    })
    case 'list': return sampleList(spec, kind, name)
    case 'record': return sampleRecord(spec, kind)
    case 'json': return {}
    case 'event': return sampleEvent(kind)
  }
}

function pick<T>(kind: SampleKind, choices: { smallest: T; largest: T; everyday: T }): T {
  return kind === 'nil' ? choices.everyday : choices[kind]
}

/** The largest are long rather than made of large entries, or they would weigh more than their map may. */
function sampleList({ item, max }: FieldSpec & { kind: 'list' }, kind: SampleKind, name: string): unknown[] {
  const holdsLists = item.spec.kind === 'record' && Object.values(item.spec.fields).some(isListOfRecords)
  const length = kind === 'largest' && holdsLists ? 2 : listLengths[kind]
  const entryKind = kind === 'largest' ? 'everyday' : kind
  return Array.from({ length: Math.min(max, length) }, () => sample(item.spec, entryKind, name))
}

function isListOfRecords({ spec }: Field<unknown>): boolean {
  return spec.kind === 'list' && spec.item.spec.kind === 'record'
}

function sampleText(
  { bytesMin, bytesMax }: FieldSpec & { kind: 'text' }, kind: SampleKind, name: string,
): string {
  if (kind === 'smallest') return 'x'.repeat(bytesMin)
  if (kind === 'largest') return 'z'.repeat(Math.min(bytesMax, longestBytes))
  const found = everydayTexts[name] ?? everydayText
  return byteLength(found) > bytesMax || byteLength(found) < bytesMin ? 'x'.repeat(bytesMin) : found
}

function samplePattern({ what, bytesMax }: FieldSpec & { kind: 'pattern' }, kind: SampleKind): string {
  const own = patternSamples[what]
  if (own !== undefined) return pick(kind, own)
  const everyday = everydayIds[what] ?? 'n7'
  const anyAscii = what.includes('wxid') || what === 'task id'
  const largest = anyAscii ? '~'.repeat(bytesMax) : `Z${'_'.repeat(bytesMax - 1)}`
  return pick(kind, { smallest: what.includes('wxid') ? '!' : '-', largest, everyday })
}

function everydayNumber({ min, max }: { min: number; max: number }, name: string): number {
  return everydayNumbers[name] ?? [42, 1, 2_000].find((value) => value >= min && value <= max) ?? max
}

function sampleBytes(kind: SampleKind): Uint8Array {
  if (kind === 'smallest') return new Uint8Array(0)
  if (kind === 'largest') return Uint8Array.from({ length: longestBytes }, (_none, index) => index % 256)
  return kind === 'nil' ? emptyBody : packBody('picture', { width: 1080, height: 1440, bytes: 183_204 })
}

function sampleRecord(
  { fields, required }: FieldSpec & { kind: 'record' }, kind: SampleKind,
): Record<string, unknown> {
  const all = kind === 'largest' || kind === 'everyday'
  const chosen = Object.entries(fields).filter(([key]) => all || required.includes(key))
  return sampleFields(Object.fromEntries(chosen), kind)
}

/** A different fact for each kind, as the journal has it. */
function sampleEvent(kind: SampleKind): unknown[] {
  const at = { smallest: 1, largest: 2, everyday: 9, nil: 13 }[kind]
  const fact = phoneFacts[at] as (typeof phoneFacts)[number]
  const source = 'p/dabcdefghijklmnop/i1' as SourceId
  const stamp = { source, sequence: 7, epoch: 131_072, atMs: everydayMs }
  return writeEvent({ kind: fact.name, ...stamp, ...sampleFields(fact.fields, kind) } as HubEvent)
}

const longestBytes = 300
const listLengths = { smallest: 0, largest: 17, everyday: 2, nil: 1 }
const everydayMs = 1_767_225_600_123
const everydayText = '你好，「方舟」👋🏽 é ñ ß Ω ﷽ ไทย'
const everydayNumbers: Record<string, number> = {
  version: 1, window: 1_000, heartbeatMs: 30_000, frameBytesMax: 262_144,
}
const everydayTexts: Record<string, string> = {
  name: '小李 · 售后', nickname: '云朵☁️', remark: '王阿姨（3号楼）', labels: '老客户', phones: '13800138000',
  text: '在吗？这件衣服 M 码还有货吗 [微笑]\n我 165cm 😊', code: 'tooFrequent', field: 'text',
  reason: '操作过于频繁，请稍后再试', wechatVersion: '8.0.50', brand: 'HUAWEI', model: 'NOH-AN00', os: 'Android 12',
  client: '1.4.2', imei: '', network: 'wifi', country: 'CN', province: 'Jiangsu', city: '南京', raw: '-110',
}
const everydayIds: Record<string, string> = {
  'wxid': 'wxid_7k2m9q4x', 'wxid or chatroom id': '19283746501@chatroom', 'device id': 'dabcdefghijklmnop',
  'task id': 'tabX7.42', 'install id': 'i-3fQ9', 'tab id': 'tabX7', 'user id': 'u17',
  'run id': 'r-20260101-1', 'source': 't/u17/tabX7',
}
/** Of patterns that are stricter than an id. */
const patternSamples: Record<string, { smallest: string; largest: string; everyday: string }> = {
  'media id': {
    smallest: '0'.repeat(64), largest: 'f'.repeat(64),
    everyday: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  },
  'notice id': { smallest: '1', largest: '9'.repeat(15), everyday: '17' },
  'msgSvrId': { smallest: '0', largest: '18446744073709551615', everyday: '7311986421430812659' },
  'package name': { smallest: 'a.b', largest: `a.${'z'.repeat(254)}`, everyday: 'com.tencent.mm' },
  'https or http address': {
    smallest: 'http://x', largest: `https://x/${'~'.repeat(2038)}`, everyday: 'https://example.com/app-2.1.apk',
  },
}
