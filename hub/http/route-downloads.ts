import type { TemplatedApp } from 'uWebSockets.js'
import { sheets } from '../../protocol/imports/index.ts'
import type { SheetName } from '../../protocol/imports/index.ts'
import { mayDo } from '../../protocol/permissions.ts'
import { readJobFile } from '../../storage/queries/jobs.ts'
import { templateOf } from '../jobs/template.ts'
import { refuse } from '../operations/refusal.ts'
import { identifySeat } from '../sessions/identify.ts'
import type { Exchange } from './exchange.ts'
import { exchanging } from './exchanging.ts'
import type { HttpParts } from './http-parts.ts'
import { wrongOrigin } from './origin.ts'
import { onThrown } from './route-operations.ts'
import { sendFile } from './send-file.ts'

/** `GET /download/<job>`: a job's file, for its owner while it lasts. `GET /template/<sheet>`: what an import reads. */
export function routeDownloads(app: TemplatedApp, parts: HttpParts): void {
  app.get('/download/:job', exchanging(parts.config, (exchange, req) => {
    const job = req.getParameter(0)
    void guarded(exchange, parts, () => download({ job, exchange, parts }))
  }))
  app.get('/template/:sheet', exchanging(parts.config, (exchange, req) => {
    const sheet = req.getParameter(0)
    void guarded(exchange, parts, () => sendTemplate({ sheet, exchange, parts }))
  }))
}

async function guarded(
  exchange: Exchange, parts: HttpParts, work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    exchange.refuse(onThrown(error, () => parts.note({ event: 'http:failed', path: '/download', error })))
  }
}

/** Our own pages and typed addresses; a link on a foreign page gets nothing. */
async function caller(exchange: Exchange, parts: HttpParts) {
  const header = (name: string): string => exchange.header(name)
  const foreign = wrongOrigin(
    { origin: header('origin'), host: header('host'), fetchSite: header('sec-fetch-site') }, parts.config,
  )
  if (foreign !== null) return foreign
  const seat = await identifySeat(parts, { cookie: exchange.header('cookie'), nowMs: parts.nowMs() })
  return seat.ok ? seat.user : refuse(seat.code, seat.reason)
}

async function download(
  { job, exchange, parts }: { job: string; exchange: Exchange; parts: HttpParts },
): Promise<void> {
  const user = await caller(exchange, parts)
  if ('fault' in user) return exchange.refuse(user)
  const file = /^[\w-]{1,64}$/.test(job)
    ? await readJobFile(parts.pool, { id: job, owner: user.id, nowMs: parts.nowMs() }) : undefined
  if (file === undefined) return exchange.refuse(refuse('notFound', 'no such file of yours, or it has expired'))
  const range = { from: 0, to: file.bytes - 1 }
  await sendFile(exchange, { path: parts.pathOfExport(job), status: 200, headers: attachment(file.name), range })
}

async function sendTemplate(
  { sheet, exchange, parts }: { sheet: string; exchange: Exchange; parts: HttpParts },
): Promise<void> {
  const user = await caller(exchange, parts)
  if ('fault' in user) return exchange.refuse(user)
  if (!Object.hasOwn(sheets, sheet)) return exchange.refuse(refuse('notFound', 'no such template'))
  const definition = sheets[sheet as SheetName]
  if (!mayDo(user.permissions, definition.permission)) {
    return exchange.refuse(refuse('noRight', `this needs the permission ${definition.permission}`))
  }
  const body = await templateOf(definition)
  exchange.answer({ status: 200, headers: attachment(`${definition.title}模板.xlsx`), body })
}

function attachment(name: string): [string, string][] {
  const ending = name.split('.').at(-1) ?? ''
  return [
    ['Content-Type', ending === 'csv' ? 'text/csv; charset=utf-8' : 'application/octet-stream'],
    ['Content-Disposition', `attachment; filename="file.${ending}"; filename*=UTF-8''${encodeURIComponent(name)}`],
    ['Cache-Control', 'no-store'], ['Content-Security-Policy', `default-src 'none'; sandbox`],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
  ]
}
