/** Seeded chance (sfc32): the same seed rolls the same, on every machine. Nothing here is secret. */
export class Dice {
  readonly #state: Uint32Array

  constructor(seed: string) {
    this.#state = Uint32Array.from([0, 1, 2, 3], (salt) => hashOf(`${salt}:${seed}`))
    for (let round = 0; round < warmUpRounds; round++) this.next()
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    const s = this.#state as Uint32Array & [number, number, number, number]
    const mixed = (s[0] + s[1] + s[3]) >>> 0
    s[3] += 1
    s[0] = s[1] ^ (s[1] >>> 9)
    s[1] = s[2] + (s[2] << 3)
    s[2] = ((s[2] << 21) | (s[2] >>> 11)) + mixed
    return mixed / 2 ** 32
  }

  /** Both ends included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  between(min: number, max: number): number {
    return min + this.next() * (max - min)
  }

  chance(share: number): boolean {
    return this.next() < share
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T
  }

  /** Some of them, in a random order. */
  some<T>(list: readonly T[], count: number): T[] {
    const rest = [...list]
    for (let index = 0; index < Math.min(count, rest.length); index++) {
      const other = this.integer(index, rest.length - 1)
      ;[rest[index], rest[other]] = [rest[other] as T, rest[index] as T]
    }
    return rest.slice(0, count)
  }

  weighted<T>(choices: readonly (readonly [T, number])[]): T {
    let left = this.next() * choices.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [choice, weight] of choices) {
      left -= weight
      if (left < 0) return choice
    }
    return (choices.at(-1) as readonly [T, number])[0]
  }

  /** Log-normal, as human delays are: half of them below the median, a few much above. */
  around(median: number, spread = 0.6): number {
    const gauss = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
    return median * Math.exp(spread * gauss)
  }

  letters(count: number, alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'): string {
    return Array.from({ length: count }, () => alphabet[this.integer(0, alphabet.length - 1)]).join('')
  }

  digits(count: number): string {
    return String(this.integer(1, 9)) + this.letters(count - 1, '0123456789')
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), prime)
  return hash >>> 0
}

const prime = 0x01000193
const warmUpRounds = 20
