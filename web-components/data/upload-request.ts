import type { OperationFault } from '../../protocol/operation.ts'

export interface Asked {
  method: 'HEAD' | 'PUT' | 'POST'
  url: string
  headers?: Record<string, string>
  body?: Blob
  signal: AbortSignal
  /** Bytes of the body that have left. */
  onSent?: (bytes: number) => void
}

export interface Reply {
  /** 0: no answer came. */
  status: number
  /** Of `Upload-Offset`. */
  offset: number | null
  body: unknown
  fault: OperationFault
}

/** One HTTP request by XMLHttpRequest, because `fetch` doesn't tell how much of a body has left. */
export function request({ method, url, headers = {}, body, signal, onSent }: Asked): Promise<Reply> {
  return new Promise((resolve) => {
    const http = new XMLHttpRequest()
    http.open(method, url)
    for (const [name, value] of Object.entries(headers)) http.setRequestHeader(name, value)
    if (onSent !== undefined) http.upload.addEventListener('progress', ({ loaded }) => onSent(loaded))
    const onAbort = () => http.abort()
    signal.addEventListener('abort', onAbort)
    http.addEventListener('loadend', () => {
      signal.removeEventListener('abort', onAbort)
      resolve(readReply(http, signal.aborted))
    })
    http.send(body ?? null)
  })
}

function readReply(http: XMLHttpRequest, aborted: boolean): Reply {
  const offset = http.status === 0 ? null : http.getResponseHeader('upload-offset')
  const body = readJson(http.responseText)
  return {
    status: http.status, body, offset: offset === null ? null : Number(offset),
    fault: aborted ? { code: 'aborted', reason: 'aborted' } : faultOf(http.status, body),
  }
}

function faultOf(status: number, body: unknown): OperationFault {
  if (status === 0) return { code: 'offline', reason: 'no connection' }
  const { code, reason } = (typeof body === 'object' && body !== null ? body : {}) as Partial<OperationFault>
  if (typeof code === 'string') return { code, reason: reason ?? '' }
  return { code: byStatus[status] ?? (status >= 500 ? 'away' : 'bug'), reason: `HTTP ${status}` }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const byStatus: Partial<Record<number, string>> = {
  401: 'notSignedIn', 403: 'noRight', 409: 'offsetMismatch', 413: 'tooLarge', 415: 'wrongType',
  422: 'hashMismatch',
  429: 'tooMany', 507: 'diskFull',
}
