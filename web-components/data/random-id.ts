/**
 * 128 random bits as 22 letters. Not `crypto.randomUUID`: that one is missing where the console is served
 * without https.
 */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}
