import type { TemplatedApp } from 'uWebSockets.js'
import type { HttpParts } from './http-parts.ts'
import { routeConsole } from './route-console.ts'
import { routeHealth } from './route-health.ts'
import { routeOperations } from './route-operations.ts'

/** Everything that isn't a WebSocket. The console comes last: its routes take what is left. */
export function routeHttp(app: TemplatedApp, parts: HttpParts): void {
  routeHealth(app, parts)
  routeOperations(app, parts)
  routeConsole(app, parts)
}
