import { bytesMaxOf, readMediaType } from '../media/media-type.ts'
import { readContentRange } from '../media/byte-range.ts'
import { refuse } from '../operations/refusal.ts'
import type { Refusal } from '../operations/refusal.ts'
import type { Exchange } from './exchange.ts'

export interface UploadHead {
  mime: string
  /** Where the body begins, the length of the body and of the whole file. */
  from: number
  length: number
  total: number
}

/** What the head of an upload announces. The limit of its kind is checked before any of the body is kept. */
export function readUpload(exchange: Exchange): UploadHead | Refusal {
  const mime = readMediaType(exchange.header('content-type'))
  if (mime === null) return refuse('wrongMediaType', 'Content-Type must name a media type')
  const announced = exchange.header('content-length')
  if (!/^\d{1,15}$/.test(announced)) return refuse('badRequest', 'Content-Length is needed')
  const length = Number(announced)
  const rangeHeader = exchange.header('content-range')
  const whole = { from: 0, to: length - 1, total: length }
  const range = rangeHeader === '' ? whole : readContentRange(rangeHeader)
  if (range === null) return refuse('badRequest', 'Content-Range must be: bytes <first>-<last>/<total>')
  const { from, to, total } = range
  const bytesMax = bytesMaxOf(mime)
  if (total > bytesMax) return refuse('tooLarge', `${mime} may have at most ${bytesMax} bytes`)
  if (to - from + 1 !== length) return refuse('badRequest', 'Content-Range and Content-Length disagree')
  return { mime, from, length, total }
}
