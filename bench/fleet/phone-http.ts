import { createHash } from 'node:crypto'
import type { OperationFault } from '../../protocol/operation.ts'
import type { DeviceId, MediaId } from '../../protocol/ids.ts'
import type { DeviceInfo } from '../../protocol/kinds.ts'
import { type HttpAnswer, httpCall, readJson } from './http-call.ts'
import { type PhoneState, newInstallId, newPhoneState } from './phone-state.ts'

/** A phone scans the QR code: its one-time token becomes a device with a key. */
export async function enrolPhone({ hub, token, info, remark }: {
  hub: string; token: string; info: DeviceInfo; remark?: string
}): Promise<PhoneState> {
  const install = newInstallId()
  const answer = await httpCall({
    url: `${hub}/api/enrol`, method: 'POST', headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ token, install, info, remark })),
  })
  if (answer.status !== 200) throw faultOf('enrolment', answer)
  const { device, key } = readJson(answer) as { device: DeviceId; key: string }
  return newPhoneState({ device, key, install })
}

export interface Upload {
  hub: string
  bearer: string
  bytes: Uint8Array
  mime: string
  /** The first try is cut off after so many bytes; it isn't continued. */
  cutAfterBytes?: number
}

/**
 * Stores a medium under its hash; continues a part that the hub has already, and asks again when the hub is
 * busy.
 */
export async function uploadMedia(upload: Upload): Promise<MediaId> {
  const { hub, bytes } = upload
  const media = mediaIdOf(bytes)
  const url = `${hub}/media/${media}`
  let next = await uploadState(url, upload)
  for (let tries = 0; tries < uploadTriesMax && next !== 'stored'; tries++) {
    next = await afterPut(await putFrom(url, upload, next), next)
  }
  if (next === 'stored') return media
  throw new Error(`upload of ${bytes.length} bytes: given up after ${uploadTriesMax} tries`)
}

export async function downloadMedia({ hub, bearer, media, as = '' }: {
  hub: string; bearer: string; media: MediaId; as?: '' | 'silk'
}): Promise<{ bytes: Uint8Array; mime: string }> {
  const answer = await httpCall({
    url: `${hub}/media/${media}${as === '' ? '' : `?as=${as}`}`, method: 'GET', headers: authorization(bearer),
  })
  if (answer.status !== 200) throw faultOf('download', answer)
  const isConverted = as !== '' && answer.headers['content-type'] === `audio/${as}`
  if (!isConverted && mediaIdOf(answer.body) !== media) throw new Error('download: the content is not what its id says')
  return { bytes: answer.body, mime: answer.headers['content-type'] ?? '' }
}

export function mediaIdOf(bytes: Uint8Array): MediaId {
  return createHash('sha256').update(bytes).digest('hex') as MediaId
}

/** A fault of the hub's HTTP side; `code` is the OperationFault's, or the status. */
export class HttpFault extends Error {
  readonly status: number
  readonly code: string

  constructor(what: string, { status, code, reason }: { status: number; code: string; reason: string }) {
    super(`${what}: ${status} ${code} ${reason}`)
    this.status = status
    this.code = code
  }
}

/** Stored, or where to go on (P56). */
async function uploadState(url: string, { bearer }: Upload): Promise<'stored' | number> {
  const answer = await httpCall({ url, method: 'HEAD', headers: authorization(bearer) })
  return answer.status === 200 ? 'stored' : readOffset(answer) ?? 0
}

/** P57, P58. */
async function afterPut(answer: HttpAnswer, offset: number): Promise<'stored' | number> {
  const { status } = answer
  if (status === 200 || status === 201) return 'stored'
  const wait = waits.get(status) ?? (isBusy(answer) ? busyMs : 0)
  if (wait > 0) await pause(retryAfterMs(answer) ?? wait)
  if (status === 202 || status === 409) return readOffset(answer) ?? 0
  if (status === 422) return 0
  if (wait === 0) throw faultOf('upload', answer)
  return offset
}

function putFrom(
  url: string, { bearer, bytes, mime, cutAfterBytes }: Upload, offset: number,
): Promise<HttpAnswer> {
  const range = offset === 0 ? {} : { 'content-range': `bytes ${offset}-${bytes.length - 1}/${bytes.length}` }
  return httpCall({
    url, method: 'PUT', body: bytes.subarray(offset), cutAfterBytes,
    headers: { ...authorization(bearer), 'content-type': mime, ...range },
  })
}

function readOffset({ headers }: HttpAnswer): number | null {
  const value = headers['upload-offset']
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : null
}

function retryAfterMs({ headers }: HttpAnswer): number | null {
  const seconds = Number(headers['retry-after'])
  return seconds > 0 ? Math.min(seconds * 1_000, waitMsMax) : null
}

function isBusy({ status, body }: HttpAnswer): boolean {
  return status === 409 && body.toString().includes('"uploadBusy"')
}

function faultOf(what: string, answer: HttpAnswer): HttpFault {
  let fault: OperationFault = { code: String(answer.status), reason: answer.body.toString().slice(0, 200) }
  try {
    fault = readJson(answer) as OperationFault
  } catch { /* a proxy's page: the text says it */ }
  return new HttpFault(what, { status: answer.status, code: fault.code, reason: fault.reason })
}

function authorization(bearer: string): { authorization: string } {
  return { authorization: `Bearer ${bearer}` }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, ms) })
}

/** Answers to come back from (P58), and how long to wait if they name no time, ms. */
const waits: ReadonlyMap<number, number> = new Map([[429, 5_000], [503, 5_000], [507, 5_000]])
const busyMs = 2_000
const waitMsMax = 30_000
const uploadTriesMax = 8
