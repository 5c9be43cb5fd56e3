import type { HttpRequest } from 'uWebSockets.js'

export interface RequestHead {
  headers: ReadonlyMap<string, string>
  /** Why a proxy and this hub may read the request differently, or null. */
  fault: string | null
  /** Nobody can tell where the request ends: the connection is cut, for what follows could be anything. */
  endless: boolean
}

/**
 * uWebSockets.js takes the first of two lengths and any Transfer-Encoding for chunked (RFC 9112, 6.3 asks to refuse
 * both); a proxy in front that decides otherwise would let one request hide in another.
 */
export function readHead(request: HttpRequest): RequestHead {
  const headers = new Map<string, string>()
  const twice = new Set<string>()
  request.forEach((name, value) => {
    if (single.has(name) && headers.has(name)) twice.add(name)
    headers.set(name, value)
  })
  const encoding = headers.get('transfer-encoding')?.trim().toLowerCase() ?? 'chunked'
  const endless = twice.has('content-length') || twice.has('transfer-encoding') || encoding !== 'chunked'
  if (endless) return { headers, fault: 'a body without one length', endless }
  return { headers, fault: twice.size === 0 ? null : `two headers ${[...twice].join(', ')}`, endless }
}

/** Who asks, from where, what for and how long: one answer each. */
const single = new Set([
  'host', 'content-length', 'transfer-encoding', 'content-type', 'content-range', 'authorization', 'cookie', 'origin',
  'sec-fetch-site', 'upgrade', 'sec-websocket-key', 'sec-websocket-version',
])
