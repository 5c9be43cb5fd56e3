import type { TemplatedApp } from 'uWebSockets.js'
import type { MediaParts } from './media-parts.ts'
import { routeConsole } from './route-console.ts'
import { routeDownloads } from './route-downloads.ts'
import { routeHealth } from './route-health.ts'
import { routeLive } from './route-live.ts'
import { routeMedia } from './route-media.ts'
import { routeOperations } from './route-operations.ts'

/** Everything that isn't a WebSocket. The console comes last: its routes take what is left. */
export function routeHttp(app: TemplatedApp, parts: MediaParts): void {
  routeHealth(app, parts)
  routeOperations(app, parts)
  routeMedia(app, parts)
  routeDownloads(app, parts)
  routeLive(app, parts)
  routeConsole(app, parts)
}
