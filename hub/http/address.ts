/**
 * One text per address to throttle by: IPv4 as it is, also when written as IPv6; of IPv6 the network (/64).
 */
export function addressOf(text: string): string {
  const groups = expand(text.replace(/^\[|\]$/g, '').toLowerCase())
  if (groups === null) return text.slice(0, addressCharsMax)
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (!isMapped) return groups.slice(0, 4).map((group) => group.toString(16)).join(':')
  const [high = 0, low = 0] = groups.slice(6)
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** Eight numbers, or null for what isn't IPv6. */
function expand(text: string): number[] | null {
  const plain = text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes: string[]) => {
    const [a, b, c, d] = bytes.map(Number) as [number, number, number, number]
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  })
  if (!text.includes(':')) return null
  const [head = '', tail] = plain.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length
  if (zeros < 0) return null
  const texts = [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
  const groups = texts.map((group) => Number.parseInt(group, 16))
  return groups.length === 8 && groups.every((group) => group >= 0 && group <= 0xffff) ? groups : null
}

const addressCharsMax = 64
