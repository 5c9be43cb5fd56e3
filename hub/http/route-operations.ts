import assert from 'node:assert/strict'
import type { TemplatedApp } from 'uWebSockets.js'
import { limits } from '../../protocol/limits.ts'
import { readInput } from '../../protocol/operation.ts'
import { mayDo } from '../../protocol/permissions.ts'
import { faultOf } from '../../storage/pool.ts'
import type { UserEntry } from '../directory/entries.ts'
import type { UserContext } from '../operations/context.ts'
import type { Handler } from '../operations/define-handler.ts'
import { handlerOf } from '../operations/handlers.ts'
import { Refusal, refuse } from '../operations/refusal.ts'
import { sessionCookie } from '../sessions/cookie.ts'
import { identifySeat } from '../sessions/identify.ts'
import type { Exchange } from './exchange.ts'
import { exchanging } from './exchanging.ts'
import type { HttpParts } from './http-parts.ts'
import { wrongOrigin } from './origin.ts'
import { readBody } from './read-body.ts'
import { within } from './within.ts'

/** `POST /api/<name>` with a JSON object, answered with a JSON object: the output, or an OperationFault. */
export function routeOperations(app: TemplatedApp, parts: HttpParts): void {
  app.post('/api/:name', exchanging(parts.config, (exchange, req) => {
    void serve({ name: req.getParameter(0), exchange, parts })
  }))
  const refuseMethod = exchanging(parts.config, (exchange) => {
    exchange.refuse(refuse('wrongMethod', 'operations are called with POST'), [['Allow', 'POST']])
  })
  // GET too, because the console's route for GET goes before one for any method.
  app.get('/api/*', refuseMethod)
  app.any('/api/*', refuseMethod)
}

interface Call { name: string, exchange: Exchange, parts: HttpParts }

async function serve({ name, exchange, parts }: Call): Promise<void> {
  const startedMs = parts.nowMs()
  const made: Made = { cookies: [], user: null }
  const handler = handlerOf(name)
  const operation = handler === undefined ? 'unknown' : name
  let answer: unknown
  try {
    answer = handler === undefined
      ? refuse('unknownOperation', 'there is no such operation')
      : await run({ handler, exchange, parts, made })
  } catch (error) {
    answer = onThrown(error, () => parts.note({ event: 'operation:failed', operation, error }))
  }
  const refusal = answer instanceof Refusal ? answer : null
  parts.note({
    event: 'operation:answered', operation, status: refusal?.status ?? 200, code: refusal?.fault.code ?? null,
    ms: parts.nowMs() - startedMs, user: made.user?.id ?? null,
  })
  if (refusal !== null) exchange.refuse(refusal, made.cookies)
  else exchange.json(200, answer, made.cookies)
}

/** What comes along while an operation runs. */
interface Made { cookies: [string, string][], user: UserEntry | null }

async function run(
  { handler, exchange, parts, made }: { handler: Handler, exchange: Exchange, parts: HttpParts, made: Made },
): Promise<unknown> {
  // uWebSockets.js wants its handlers before the first await; who is refused below is never read for long.
  const reading = readBody(exchange, { bytesMax: limits.operationBytesMax })
  const refusal = badRequest(exchange, parts)
  if (refusal !== null) return refusal
  const context = await newContext({ handler, exchange, parts, made })
  if (context instanceof Refusal) return context
  const body = await reading
  if (body === 'gone') return refuse('badRequest', 'the request was cut off')
  if (body === 'tooLarge') return refuse('tooLarge', `longer than ${limits.operationBytesMax} bytes`)
  const value = readJson(body)
  if (value === undefined) return refuse('badInput', 'not JSON')
  const read = readInput(handler.operation, value)
  if (!read.ok) return new Refusal({ code: 'badInput', reason: 'the input has faults', faults: read.faults })
  const answer = await within(answerWithinMs, handler.run(read.input, context))
  if (answer === 'late') return refuse('tooSlow', 'this took too long; try again in a moment')
  const isUnaudited = handler.operation.effect === 'changes' && !context.audited.done
  assert(answer.value instanceof Refusal || !isUnaudited, `${handler.operation.name} left no trace in the audit log`)
  return answer.value
}

async function newContext(
  { handler, exchange, parts, made }: { handler: Handler, exchange: Exchange, parts: HttpParts, made: Made },
): Promise<UserContext | Refusal> {
  const { permission, name } = handler.operation
  const nowMs = parts.nowMs()
  const setCookie = (token: string | null): void => {
    made.cookies.push(['Set-Cookie', sessionCookie({ token, secure: parts.config.secureCookies })])
  }
  const audited = { done: false }
  const anybody = { ...parts, nowMs, address: exchange.address, setCookie, operation: name, audited }
  // A public handler is typed so that it can't see the user that isn't there.
  if (permission === 'public') return anybody as unknown as UserContext
  const seat = await identifySeat(parts, { cookie: exchange.header('cookie'), nowMs })
  if (!seat.ok) return refuse(seat.code, seat.reason)
  made.user = seat.user
  if (!mayDo(seat.user.permissions, permission)) return refuse('noRight', `this needs the permission ${permission}`)
  return { ...anybody, user: seat.user, session: seat.session }
}

function badRequest({ headers }: Exchange, { config }: HttpParts): Refusal | null {
  const header = (name: string): string => headers.get(name) ?? ''
  if (!/^application\/json\s*(;|$)/i.test(header('content-type'))) {
    return refuse('badRequest', 'Content-Type must be application/json')
  }
  return wrongOrigin(
    { origin: header('origin'), host: header('host'), fetchSite: header('sec-fetch-site') }, config,
  )
}

/** Undefined for what isn't JSON in UTF-8; an empty body is an empty object. */
function readJson(body: Buffer): unknown {
  if (body.length === 0) return {}
  try {
    return JSON.parse(decoder.decode(body)) as unknown
  } catch {
    return undefined
  }
}

/**
 * Shared with media: what was thrown is the database's absence, or a bug that is told to us and not to the
 * peer.
 */
export function onThrown(error: unknown, noteBug: () => void): Refusal {
  const { code } = isFileFault(error) ? { code: 'bug' } : faultOf(error)
  if (code === 'databaseAway') return refuse('databaseAway', 'the database is away; try again in a moment')
  if (code === 'conflict') return refuse('conflict', 'somebody changed the same thing; try again')
  noteBug()
  return refuse('bug', 'a fault of the hub; it was noted')
}

/** A file that is missing isn't a database whose socket is. */
function isFileFault(error: unknown): boolean {
  const { path, syscall } = (error ?? {}) as { path?: unknown, syscall?: unknown }
  return typeof path === 'string' && syscall !== 'connect'
}

const decoder = new TextDecoder('utf-8', { fatal: true })
/** Longer than the longest wait for the projector and the wait for a connection to the database. */
const answerWithinMs = 40_000
