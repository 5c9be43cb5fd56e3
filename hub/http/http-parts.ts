import type { LiveHints } from '../live/live-hints.ts'
import type { OperationParts } from '../operations/context.ts'
import type { IdentifyParts } from '../sessions/identify.ts'
import type { ConsoleFiles } from './console-files.ts'

export interface HttpConfig {
  /** The consoles are reached by https: their cookie is sent over nothing else. */
  secureCookies: boolean
  /** A proxy of ours stands before the hub: the last address of X-Forwarded-For is the client's. */
  trustForwarded: boolean
  /** Origins besides the hub's own host, as `https://console.example`. */
  allowedOrigins: readonly string[]
}

/** What HTTP works with. */
export interface HttpParts extends OperationParts, IdentifyParts {
  config: HttpConfig
  nowMs: () => number
  note: (event: HttpEvent) => void
  ready: () => Readiness
  metrics: () => Promise<{ contentType: string, text: string }>
  consoleFiles: ConsoleFiles
  pathOfExport: (job: string) => string
  hints: LiveHints
}

export interface Readiness { ready: boolean, reason: string }

export interface OperationAnswered {
  event: 'operation:answered'
  operation: string
  status: number
  /** Of the refusal. */
  code: string | null
  ms: number
  user: string | null
}

/** What is logged and counted; never a customer's text. */
export type HttpEvent =
  | OperationAnswered
  | { event: 'operation:failed', operation: string, error: unknown }
  | { event: 'http:refused', path: string, status: number, code: string }
  | { event: 'http:failed', path: string, error: unknown }
  | { event: 'media:stored', media: string, bytes: number, mime: string, uploader: string }
  | { event: 'media:refused', code: string, uploader: string | null }
  | { event: 'media:cutOff', media: string, bytes: number }
