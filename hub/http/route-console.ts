import type { TemplatedApp } from 'uWebSockets.js'
import { refuse } from '../operations/refusal.ts'
import type { ConsoleFile, ConsoleFiles } from './console-files.ts'
import type { Exchange } from './exchange.ts'
import { exchanging } from './exchanging.ts'
import type { HttpParts } from './http-parts.ts'

/** The built consoles: `/` the agents', `/admin` the administrators', each with its own real paths. */
export function routeConsole(app: TemplatedApp, { config, consoleFiles }: HttpParts): void {
  app.get('/*', exchanging(config, (exchange) => serve(exchange, consoleFiles)))
  app.head('/*', exchanging(config, (exchange) => serve(exchange, consoleFiles)))
  app.any('/*', exchanging(config, (exchange) => {
    exchange.refuse(refuse('wrongMethod', 'only GET is possible here'), [['Allow', 'GET, HEAD']])
  }))
}

function serve(exchange: Exchange, files: ConsoleFiles): void {
  const file = files.get(fileOf(exchange.path, files) ?? '')
  if (file !== undefined) return send(exchange, file)
  exchange.refuse(files.size === 0 ? notBuilt : notFound)
}

/** A path without an extension belongs to a console's own pages. */
function fileOf(path: string, files: ConsoleFiles): string | null {
  if (files.has(path)) return path
  if (reserved.test(path) || /\.\w+$/.test(path)) return null
  return /^\/admin(\/|$)/.test(path) ? '/admin/index.html' : '/index.html'
}

function send(exchange: Exchange, file: ConsoleFile): void {
  const headers: [string, string][] = [
    ['ETag', file.etag], ['Vary', 'Accept-Encoding'],
    ['Cache-Control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache'],
    ['Referrer-Policy', 'no-referrer'], ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
  ]
  if (matches(exchange.header('if-none-match'), file.etag)) return exchange.answer({ status: 304, headers })
  if (file.mime.startsWith('text/html')) {
    headers.push(['Content-Security-Policy', contentPolicy], ['X-Frame-Options', 'DENY'])
  }
  const { body, encoding } = encoded(file, exchange.header('accept-encoding'))
  if (encoding !== null) headers.push(['Content-Encoding', encoding])
  headers.push(['Content-Type', file.mime])
  if (exchange.method === 'head') exchange.answer({ status: 200, headers, bytes: body.length })
  else exchange.answer({ status: 200, headers, body })
}

interface Encoded { body: Buffer, encoding: string | null }

function encoded({ body, brotli, gzip }: ConsoleFile, accepted: string): Encoded {
  if (brotli !== null && brotliAccepted.test(accepted)) return { body: brotli, encoding: 'br' }
  if (gzip !== null && gzipAccepted.test(accepted)) return { body: gzip, encoding: 'gzip' }
  return { body, encoding: null }
}

/** Named, and not with the quality 0. */
const brotliAccepted = /\bbr\b(?!\s*;\s*q=0(\.0+)?\s*(,|$))/
const gzipAccepted = /\bgzip\b(?!\s*;\s*q=0(\.0+)?\s*(,|$))/

export function matches(ifNoneMatch: string, etag: string): boolean {
  return ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === etag || one.trim() === '*')
}

const notBuilt = refuse('notBuilt', 'the console is not built: run npm run build')
const notFound = refuse('notFound', 'there is nothing here')
const reserved = /^\/(api|media|download|template|live|phone|seat|healthz|readyz|metrics)(\/|$)/

/** Scripts only from our files. Styles of elements are set by scripts; avatars of WeChat come by https. */
const contentPolicy = [
  `default-src 'none'`, `script-src 'self'`, `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data: blob: https:`, `media-src 'self' blob:`, `font-src 'self' data:`, `connect-src 'self'`,
  `manifest-src 'self'`, `worker-src 'self'`, `base-uri 'none'`, `form-action 'self'`, `frame-ancestors 'none'`,
].join('; ')
