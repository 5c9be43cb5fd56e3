import type { TemplatedApp } from 'uWebSockets.js'
import { apiPage } from './api-page.ts'
import { onThrown } from './route-operations.ts'
import { exchanging } from './exchanging.ts'
import type { HttpParts } from './http-parts.ts'
import { openApi } from './open-api.ts'

/** /healthz: the process runs. /readyz: it takes work. /metrics: Prometheus. /api/docs: the operations to read. */
export function routeHealth(app: TemplatedApp, parts: HttpParts): void {
  const { config, ready, metrics, note } = parts
  app.get('/healthz', exchanging(config, (exchange) => exchange.json(200, { ok: true })))
  app.get('/readyz', exchanging(config, (exchange) => {
    const readiness = ready()
    exchange.json(readiness.ready ? 200 : 503, readiness)
  }))
  app.get('/metrics', exchanging(config, (exchange) => {
    metrics().then(
      ({ contentType, text }) => {
        exchange.answer({ status: 200, headers: [['Content-Type', contentType]], body: text })
      },
      (error: unknown) => {
        exchange.refuse(onThrown(error, () => note({ event: 'http:failed', path: '/metrics', error })))
      },
    )
  }))
  app.get('/api/docs', exchanging(config, (exchange) => {
    exchange.answer({ status: 200, headers: pageHeaders, body: apiPage() })
  }))
  app.get('/api/openapi.json', exchanging(config, (exchange) => exchange.json(200, openApi())))
}

const pageHeaders = [
  ['Content-Type', 'text/html; charset=utf-8'], ['X-Frame-Options', 'DENY'], ['Cache-Control', 'no-cache'],
  ['Content-Security-Policy', `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'`],
] as const
