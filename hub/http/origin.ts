import { refuse } from '../operations/refusal.ts'
import type { Refusal } from '../operations/refusal.ts'
import type { HttpConfig } from './http-parts.ts'

export interface OriginHeaders { origin: string, host: string, fetchSite: string }

/**
 * Null when a browser sends this from our own pages, or when no browser sends it (phones, scripts: they
 * have no cookie that a foreign page could borrow). `forwarded` hosts are those the proxy passes on.
 */
export function wrongOrigin(
  { origin, host, fetchSite }: OriginHeaders, { allowedOrigins }: Pick<HttpConfig, 'allowedOrigins'>,
): Refusal | null {
  if (origin !== '' && allowedOrigins.includes(origin)) return null
  if (fetchSite !== '' && fetchSite !== 'same-origin' && fetchSite !== 'none') return refusal
  if (origin === '') return null
  return hostOf(origin) === host.toLowerCase() ? null : refusal
}

/** Null for `null` and other origins without a host. */
function hostOf(origin: string): string | null {
  const found = /^https?:\/\/([^/]+)$/i.exec(origin)
  return found?.[1]?.toLowerCase() ?? null
}

const refusal = refuse('wrongOrigin', 'the request comes from a page of another site')
