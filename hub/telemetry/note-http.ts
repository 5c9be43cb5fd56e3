import type { HttpEvent } from '../http/http-parts.ts'
import type { Telemetry } from './telemetry.ts'

/** HTTP's events as log lines and counters. */
export function noteHttp(telemetry: Telemetry, { event, ...rest }: HttpEvent): void {
  if ('error' in rest) {
    const { error, ...ids } = rest
    return telemetry.bug(event, error, ids)
  }
  if (event === 'http:refused' || event === 'media:refused') {
    const code = 'code' in rest ? rest.code : null
    telemetry.refused('upgrade', code ?? 'unknown')
  }
  telemetry.event(event, rest)
}
