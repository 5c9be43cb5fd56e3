import type { TemplatedApp } from 'uWebSockets.js'
import { refuse } from '../operations/refusal.ts'
import { identifySeat } from '../sessions/identify.ts'
import type { Exchange } from './exchange.ts'
import { exchanging } from './exchanging.ts'
import type { HttpParts } from './http-parts.ts'
import { wrongOrigin } from './origin.ts'
import { onThrown } from './route-operations.ts'

/** `GET /live`: server-sent events for a signed-in user, `{topic, ids?}`: which lists to read again. */
export function routeLive(app: TemplatedApp, parts: HttpParts): void {
  app.get('/live', exchanging(parts.config, (exchange) => {
    serve(exchange, parts).catch((error: unknown) => {
      exchange.refuse(onThrown(error, () => parts.note({ event: 'http:failed', path: '/live', error })))
    })
  }))
}

async function serve(exchange: Exchange, parts: HttpParts): Promise<void> {
  const header = (name: string): string => exchange.header(name)
  const foreign = wrongOrigin(
    { origin: header('origin'), host: header('host'), fetchSite: header('sec-fetch-site') }, parts.config,
  )
  if (foreign !== null) return exchange.refuse(foreign)
  const seat = await identifySeat(parts, { cookie: exchange.header('cookie'), nowMs: parts.nowMs() })
  if (!seat.ok) return exchange.refuse(refuse(seat.code, seat.reason))
  if (exchange.over) return
  const { directory, hints } = parts
  const { session } = seat
  const line = hints.add({
    session, user: () => directory.user(session.user),
    send: (text) => send(exchange, text),
    close: () => {
      line?.remove()
      if (!exchange.over) exchange.res.cork(() => { exchange.res.end() })
      exchange.over = true
    },
  })
  if (line === null) return exchange.refuse(refuse('tooMany', 'too many pages listen already'))
  exchange.whenGone(() => line.remove())
  exchange.res.onWritable(() => {
    line.writable()
    return true
  })
  exchange.res.cork(() => {
    exchange.writeHead({ status: 200, headers })
    exchange.res.write(`retry: ${retryMs}\n\n`)
  })
}

function send(exchange: Exchange, text: string): boolean {
  if (exchange.over) return true
  let isTaken = true
  exchange.res.cork(() => { isTaken = exchange.res.write(text) })
  return isTaken
}

const headers = [
  ['Content-Type', 'text/event-stream; charset=utf-8'], ['Cache-Control', 'no-store'], ['X-Accel-Buffering', 'no'],
] as const
const retryMs = 2_000
