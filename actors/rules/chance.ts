/** One of `count`, the same for the same seed: FNV-1a, of 32 bits, its bits mixed. A decision reads no dice. */
export function pickByChance(seed: string, count: number): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < seed.length; index++) hash = Math.imul(hash ^ seed.charCodeAt(index), 0x01000193)
  // The last characters have hardly reached the low bits yet.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) % count
}
