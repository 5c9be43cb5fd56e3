/** Admission by rate: `perSecond` on average, `burst` at once. Time is an argument. */
export interface TokenBucket { tokens: number; atMs: number }

export interface Rate { perSecond: number; burst: number }

export function newTokenBucket({ burst }: Rate, nowMs: number): TokenBucket {
  return { tokens: burst, atMs: nowMs }
}

/** True if `count` were taken; false if that is too many, and nothing was taken. */
export function takeTokens(
  bucket: TokenBucket, { rate, count, nowMs }: { rate: Rate; count: number; nowMs: number },
): boolean {
  const elapsedMs = Math.max(0, nowMs - bucket.atMs)
  bucket.tokens = Math.min(rate.burst, bucket.tokens + (elapsedMs * rate.perSecond) / 1000)
  bucket.atMs = nowMs
  if (bucket.tokens < count) return false
  bucket.tokens -= count
  return true
}
