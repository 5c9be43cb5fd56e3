import type { HttpRequest, HttpResponse, us_socket_context_t } from 'uWebSockets.js'
import { newTokenBucket, takeTokens } from '../../actors/token-bucket.ts'
import { readHead } from '../http/read-head.ts'
import { hubLimits } from '../limits.ts'

/** Why an upgrade is refused; `retryMs` becomes Retry-After. */
export interface UpgradeRefusal { ok: false; status: number; code: string; reason: string; retryMs?: number }

/**
 * Lets in at most so many a second, and tells who is one too many when there is room: a storm is spread, not dropped.
 */
export interface Admission {
  /** Null: come in. */
  ask(nowMs: number, sockets: number): UpgradeRefusal | null
  /** A hub that drains takes nobody new. */
  close(): void
}

/** `perSecond` is the burst too: 3,000 let 11,000 peers in within 2.7 s. */
export function newAdmission({ perSecond, nowMs }: { perSecond: number; nowMs: number }): Admission {
  const { upgradeWaitMsMax, socketsMax } = hubLimits
  const rate = { perSecond, burst: perSecond }
  const bucket = newTokenBucket(rate, nowMs)
  let closed = false
  /** Places in the queue outside are given away up to here. */
  let promisedMs = 0
  return {
    ask(now, sockets) {
      if (closed) return { ok: false, status: 503, code: 'draining', reason: 'this hub stops', retryMs: 1_000 }
      if (sockets >= socketsMax) {
        const reason = `${socketsMax} connections are open`
        return { ok: false, status: 503, code: 'hubBusy', reason, retryMs: 10_000 }
      }
      if (takeTokens(bucket, { rate, count: 1, nowMs: now })) return null
      // Each at its own moment, at the pace at which they can be taken; newcomers find a fifth of it free.
      promisedMs = Math.max(promisedMs, now) + 1000 / (perSecond * promisedShare)
      if (promisedMs - now > upgradeWaitMsMax) promisedMs = now
      const retryMs = Math.ceil(Math.max(promisedMs - now, upgradeWaitMsMin))
      return { ok: false, status: 503, code: 'hubBusy', reason: 'too many arrive at once', retryMs }
    },
    close() { closed = true },
  }
}

const promisedShare = 0.8
/** Less isn't worth a new connection. */
const upgradeWaitMsMin = 50

export interface UpgradeHeaders {
  authorization: string
  cookie: string
  origin: string
  host: string
  fetchSite: string
}

/** The request lives only until the handler returns: what identifies is read before the first await. */
export function readHeaders(
  request: HttpRequest,
): UpgradeHeaders & { websocket: [string, string, string]; fault: string | null; endless: boolean } {
  const { headers, fault, endless } = readHead(request)
  const header = (name: string): string => headers.get(name) ?? ''
  return {
    authorization: header('authorization'), cookie: header('cookie'), origin: header('origin'),
    host: header('host'), fetchSite: header('sec-fetch-site'),
    websocket: [
      header('sec-websocket-key'), header('sec-websocket-protocol'), header('sec-websocket-extensions'),
    ],
    fault: fault ?? handshakeFault(headers), endless,
  }
}

/** uWebSockets.js looks for a key alone (RFC 6455, 4.2.1 asks for the rest). A body would be taken for frames. */
function handshakeFault(headers: ReadonlyMap<string, string>): string | null {
  if (headers.get('upgrade')?.toLowerCase() !== 'websocket') return 'no header Upgrade: websocket'
  if (headers.get('sec-websocket-version') !== '13') return 'Sec-WebSocket-Version must be 13'
  if ((headers.get('content-length') ?? '0') !== '0' || headers.has('transfer-encoding')) return 'a body'
  return null
}

export interface UpgradeOptions<Data> {
  response: HttpResponse
  request: HttpRequest
  context: us_socket_context_t
  identify: (headers: UpgradeHeaders) => Promise<{ ok: true; data: Data } | UpgradeRefusal>
  onRefused: (refusal: UpgradeRefusal) => void
}

/** Authenticates before the WebSocket exists; a refusal is an HTTP answer with a JSON body {code, reason}. */
export function upgrade<Data>({ response, request, context, identify, onRefused }: UpgradeOptions<Data>): void {
  const { websocket: [key, protocol, extensions], fault, endless, ...headers } = readHeaders(request)
  let aborted = false
  response.onAborted(() => { aborted = true })
  const refuse = (refusal: UpgradeRefusal): void => {
    onRefused(refusal)
    if (!aborted) response.cork(() => answerRefusal(response, refusal))
  }
  if (endless) return void response.close()
  if (fault !== null) return refuse({ ok: false, status: 400, code: 'badRequest', reason: fault })
  identify(headers).then(
    (identified) => {
      if (aborted) return
      if (!identified.ok) return refuse(identified)
      response.cork(() => response.upgrade(identified.data, key, protocol, extensions, context))
    },
    () => refuse({ ok: false, status: 500, code: 'bug', reason: 'a fault of the hub' }),
  )
}

function answerRefusal(response: HttpResponse, { status, code, reason, retryMs }: UpgradeRefusal): void {
  response.writeStatus(`${status} ${statusTexts[status] ?? 'Refused'}`)
  response.writeHeader('Content-Type', 'application/json')
  if (retryMs !== undefined) response.writeHeader('Retry-After', String(Math.ceil(retryMs / 1000)))
  // The connection ends: nothing that follows is read, and its descriptor is free for the next peer.
  response.end(JSON.stringify({ code, reason, retryMs }), true)
}

const statusTexts: Record<number, string> = {
  400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 429: 'Too Many Requests',
  500: 'Internal Server Error', 503: 'Service Unavailable',
}
