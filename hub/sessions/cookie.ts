export const sessionCookieName = 'ark_session'
/** A session lives so long from its sign-in. */
export const sessionMs = 30 * 24 * 3600 * 1000

/** The first cookie of that name; malformed parts are skipped. */
export function readCookie(header: string, name: string): string | null {
  for (const part of header.split(';')) {
    const equals = part.indexOf('=')
    if (equals < 0 || part.slice(0, equals).trim() !== name) continue
    return part.slice(equals + 1).trim().replace(/^"(.*)"$/, '$1')
  }
  return null
}

/** `token` null removes the cookie. */
export function sessionCookie({ token, secure }: { token: string | null, secure: boolean }): string {
  const parts = [`${sessionCookieName}=${token ?? ''}`, 'HttpOnly', 'SameSite=Strict', 'Path=/']
  parts.push(`Max-Age=${token === null ? 0 : sessionMs / 1000}`)
  if (secure) parts.push('Secure')
  return parts.join('; ')
}
