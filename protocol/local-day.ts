/** Days since 1970 as people in China count them: Asia/Shanghai, which has no summer time. */
export function localDayOf(ms: number): number {
  return Math.floor((ms + zoneMs) / dayMs)
}

export const dayMs = 86_400_000
export const zoneMs = 8 * 3_600_000
