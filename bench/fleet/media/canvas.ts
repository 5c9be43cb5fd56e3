/** 0 to 255 each. */
export type Color = readonly [number, number, number]
export interface Point { x: number; y: number }

/** A picture drawn by code, in RGB. Drawn twice as large and halved at the end: soft edges for nothing. */
export class Canvas {
  readonly width: number
  readonly height: number
  readonly #pixels: Uint8Array

  constructor({ width, height }: { width: number; height: number }) {
    this.width = width
    this.height = height
    this.#pixels = new Uint8Array(width * height * 3)
  }

  /** From the top colour to the bottom one, leaning by `lean` (0: straight down, 1: diagonal). */
  gradient(top: Color, bottom: Color, lean = 0): void {
    const longest = this.height + this.width * lean
    let at = 0
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++) {
        const share = (y + x * lean) / longest
        for (const part of channels) this.#pixels[at++] = top[part] + (bottom[part] - top[part]) * share
      }
    }
  }

  circle({ x, y }: Point, radius: number, color: Color, opacity = 1): void {
    this.#span({ y, reach: radius }, (row) => {
      const half = Math.sqrt(Math.max(0, radius * radius - (row - y) ** 2))
      return [x - half, x + half]
    }, color, opacity)
  }

  box({ x, y, width, height }: Point & { width: number; height: number }, color: Color, opacity = 1): void {
    this.#span({ y: y + height / 2, reach: height / 2 }, () => [x, x + width], color, opacity)
  }

  /** Convex or not, as long as each row crosses it twice. */
  polygon(points: readonly Point[], color: Color, opacity = 1): void {
    const ys = points.map(({ y }) => y)
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)]
    this.#span({ y: (top + bottom) / 2, reach: (bottom - top) / 2 }, (row) => {
      const crossed = points.flatMap(
        (a, index) => crossing(a, points[(index + 1) % points.length] as Point, row),
      )
      return crossed.length < 2 ? null : [Math.min(...crossed), Math.max(...crossed)]
    }, color, opacity)
  }

  /** A smaller copy, each pixel the average of `factor` × `factor`. */
  shrink(factor: number): Canvas {
    const small = new Canvas({ width: Math.floor(this.width / factor), height: Math.floor(this.height / factor) })
    let at = 0
    for (let y = 0; y < small.height; y++) {
      for (let x = 0; x < small.width; x++) {
        const from = (y * this.width + x) * factor * 3
        for (const part of channels) small.#pixels[at++] = this.#average(from + part, factor)
      }
    }
    return small
  }

  get rgb(): Uint8Array {
    return this.#pixels
  }

  #span(
    { y, reach }: { y: number; reach: number }, edges: (row: number) => [number, number] | null, color: Color,
    opacity: number,
  ): void {
    const last = Math.min(this.height - 1, Math.floor(y + reach))
    for (let row = Math.max(0, Math.ceil(y - reach)); row <= last; row++) {
      const found = edges(row)
      if (found === null) continue
      const right = Math.min(this.width - 1, Math.floor(found[1]))
      for (let x = Math.max(0, Math.ceil(found[0])); x <= right; x++) this.#blend(x, row, color, opacity)
    }
  }

  /** Of one channel, over a square that begins at the byte `from`. */
  #average(from: number, size: number): number {
    let sum = 0
    for (let row = 0; row < size; row++) {
      const start = from + row * this.width * 3
      for (let at = start; at < start + size * 3; at += 3) sum += this.#pixels[at] as number
    }
    return sum / (size * size)
  }

  #blend(x: number, y: number, color: Color, opacity: number): void {
    const at = (y * this.width + x) * 3
    for (const part of channels) {
      const below = this.#pixels[at + part] as number
      this.#pixels[at + part] = below + (color[part] - below) * opacity
    }
  }
}

export function mix(a: Color, b: Color, share: number): Color {
  const at = (part: 0 | 1 | 2) => a[part] + (b[part] - a[part]) * share
  return [at(0), at(1), at(2)]
}

/** Hue in degrees, the others 0 to 1. */
export function hsl(hue: number, saturation: number, lightness: number): Color {
  const at = (shift: number) => {
    const k = (shift + hue / 30) % 12
    const strength = saturation * Math.min(lightness, 1 - lightness)
    return Math.round(255 * (lightness - strength * Math.max(-1, Math.min(k - 3, 9 - k, 1))))
  }
  return [at(0), at(8), at(4)]
}

function crossing(a: Point, b: Point, row: number): number[] {
  if (a.y === b.y || row < Math.min(a.y, b.y) || row > Math.max(a.y, b.y)) return []
  return [a.x + ((row - a.y) / (b.y - a.y)) * (b.x - a.x)]
}

const channels = [0, 1, 2] as const
