import type { Dice } from '../dice.ts'

/**
 * A moment of a day of the company: between nine and ten in the evening, less around noon. `dayStartMs`:
 * local midnight.
 */
export function officeMoment(dice: Dice, dayStartMs: number): number {
  const hour = dice.weighted(hours)
  return dayStartMs + (hour + dice.next()) * hourMs
}

/** Local midnight, so many days ago. China has one zone and no summer time. */
export function localMidnight(nowMs: number, daysAgo: number): number {
  return Math.floor((nowMs + zoneMs) / dayMs - daysAgo) * dayMs - zoneMs
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const zoneMs = 8 * hourMs
const hours: readonly (readonly [number, number])[] = [
  [8, 2], [9, 9], [10, 12], [11, 10], [12, 5], [13, 6], [14, 10], [15, 11], [16, 10], [17, 8], [18, 6],
  [19, 8], [20, 9],
  [21, 6], [22, 2],
]
