import { hubLimits } from '../limits.ts'

/**
 * How many TCP connections are open, in both of their lives: HTTP (also half done: uWebSockets.js ends a request that
 * isn't whole after 10 s) and WebSocket. Without file descriptors uWebSockets.js takes all of the processor to ask
 * for connections that it can't have, so the last ones are kept free.
 */
export interface Connections {
  /** False: there are too many, close it. */
  opened(): boolean
  /** Ends as HTTP. */
  closed(): void
  /** Goes on as a WebSocket. */
  upgraded(): void
  webSocketClosed(): void
  readonly open: number
  /** Turned away since the start. */
  readonly refused: number
}

export function newConnections({ openFilesMax }: { openFilesMax: number }): Connections {
  const max = Math.max(hubLimits.connectionsMin, openFilesMax - hubLimits.ownFilesMax)
  let http = 0
  let webSockets = 0
  let refused = 0
  return {
    opened() {
      // Counted in any case: its end will be told as well.
      http += 1
      if (http + webSockets <= max) return true
      refused += 1
      return false
    },
    closed() { http -= 1 },
    upgraded() {
      http -= 1
      webSockets += 1
    },
    webSocketClosed() { webSockets -= 1 },
    get open() { return http + webSockets },
    get refused() { return refused },
  }
}

/** What the system allows this process: Node has raised it to the hard limit. */
export function readOpenFilesMax(): number {
  Object.assign(process.report, { excludeNetwork: true })
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } }
  const soft = userLimits?.open_files?.soft
  return typeof soft === 'number' ? soft : Number.MAX_SAFE_INTEGER
}
