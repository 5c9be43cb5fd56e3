import type { Dice } from '../dice.ts'
import { Canvas, type Color, type Point, hsl, mix } from './canvas.ts'
import { encodePng } from './png.ts'

/** A picture as a phone has it: the original and the thumbnail that goes ahead of it. */
export interface Picture {
  original: Buffer
  thumbnail: Buffer
  width: number
  height: number
}

export type Motif = 'hills' | 'product' | 'room' | 'receipt' | 'food'
export const motifs: readonly Motif[] = ['hills', 'product', 'room', 'receipt', 'food']

export function newPicture(dice: Dice, motif: Motif = dice.pick(motifs)): Picture {
  const [width, height] = dice.chance(0.6) ? [480, 360] : [330, 440]
  const large = new Canvas({ width: width * 2, height: height * 2 })
  painters[motif](large, dice)
  const shown = large.shrink(2)
  return { original: encodePng(shown), thumbnail: encodePng(shown.shrink(4)), width, height }
}

/** 96 × 96: a face, an animal, hills or a pattern on a calm colour. */
export function newAvatar(dice: Dice): Buffer {
  const canvas = new Canvas({ width: 192, height: 192 })
  const hue = dice.integer(0, 359)
  canvas.gradient(hsl(hue, 0.55, 0.82), hsl((hue + 30) % 360, 0.5, 0.62), 0.6)
  dice.weighted<(canvas: Canvas, dice: Dice, hue: number) => void>(
    [[face, 4], [cat, 3], [hill, 3], [petals, 2]],
  )(canvas, dice, hue)
  return encodePng(canvas.shrink(2))
}

function face(canvas: Canvas, dice: Dice): void {
  const hair: Color = dice.pick([[45, 35, 35], [90, 60, 40], [30, 30, 40], [120, 80, 50]])
  const skin: Color = dice.pick([[250, 220, 195], [240, 200, 170], [255, 228, 208]])
  canvas.circle({ x: 96, y: 215 }, 85, hsl(dice.integer(0, 359), 0.5, 0.55))
  if (dice.chance(0.5)) canvas.box({ x: 44, y: 90, width: 104, height: 75 }, hair)
  canvas.circle({ x: 96, y: 86 }, 54, hair)
  canvas.circle({ x: 96, y: 100 }, 44, skin)
  for (const x of [80, 112]) canvas.circle({ x, y: 98 }, 5, [50, 40, 40])
  canvas.circle({ x: 96, y: 118 }, 9, [215, 110, 105])
  canvas.circle({ x: 96, y: 114 }, 9, skin)
}

function cat(canvas: Canvas, dice: Dice): void {
  const fur: Color = dice.pick([[255, 190, 120], [90, 90, 100], [250, 240, 225], [200, 150, 110]])
  for (const side of [-1, 1]) {
    const x = 96 + side * 44
    canvas.polygon([{ x: x - 24, y: 80 }, { x: x + side * 8, y: 28 }, { x: x + 24, y: 80 }], fur)
  }
  canvas.circle({ x: 96, y: 108 }, 62, fur)
  for (const x of [72, 120]) {
    canvas.circle({ x, y: 100 }, 10, [255, 255, 255])
    canvas.circle({ x, y: 101 }, 6, [40, 50, 40])
  }
  canvas.circle({ x: 96, y: 122 }, 6, [235, 120, 120])
}

function hill(canvas: Canvas, dice: Dice, hue: number): void {
  canvas.circle({ x: dice.integer(50, 140), y: dice.integer(40, 80) }, 24, [255, 245, 210], 0.95)
  ridge(canvas, dice, { base: 120, height: 40, color: hsl((hue + 200) % 360, 0.35, 0.5) })
  ridge(canvas, dice, { base: 150, height: 30, color: hsl((hue + 190) % 360, 0.4, 0.38) })
}

function petals(canvas: Canvas, dice: Dice, hue: number): void {
  const count = dice.integer(5, 8)
  const color = hsl((hue + 150) % 360, 0.6, 0.75)
  for (let index = 0; index < count; index++) {
    const angle = (2 * Math.PI * index) / count
    canvas.circle({ x: 96 + Math.cos(angle) * 42, y: 96 + Math.sin(angle) * 42 }, 34, color, 0.85)
  }
  canvas.circle({ x: 96, y: 96 }, 22, [255, 225, 120])
}

const painters: Record<Motif, (canvas: Canvas, dice: Dice) => void> = {
  hills(canvas, dice) {
    const hue = dice.integer(180, 390) % 360
    canvas.gradient(hsl(hue, 0.6, 0.7), hsl((hue + 40) % 360, 0.7, 0.86))
    canvas.circle(
      spot(canvas, { x: dice.between(0.2, 0.8), y: 0.35 }), canvas.height * 0.09, [255, 244, 214], 0.95,
    )
    for (const depth of [0, 1, 2, 3]) {
      const color = hsl((hue + 190 + depth * 8) % 360, 0.3 + depth * 0.08, 0.62 - depth * 0.12)
      ridge(canvas, dice, { base: canvas.height * (0.5 + depth * 0.13), height: canvas.height * 0.14, color })
    }
  },
  product(canvas, dice) {
    canvas.gradient([246, 243, 238], [214, 206, 196], 0.3)
    const color = hsl(dice.integer(0, 359), 0.45, 0.5)
    const { width: w, height: h } = canvas
    canvas.circle({ x: w / 2, y: h * 0.82 }, w * 0.3, [180, 172, 162], 0.5)
    canvas.box({ x: 0, y: h * 0.84, width: w, height: h * 0.16 }, [222, 214, 204])
    canvas.box({ x: w * 0.3, y: h * 0.3, width: w * 0.4, height: h * 0.52 }, color)
    canvas.box(
      { x: w * 0.3, y: h * 0.3, width: w * 0.07, height: h * 0.52 }, mix(color, [255, 255, 255], 0.35),
    )
    canvas.box({ x: w * 0.38, y: h * 0.46, width: w * 0.24, height: h * 0.16 }, [250, 248, 244])
    canvas.circle({ x: w / 2, y: h * 0.3 }, w * 0.08, mix(color, [0, 0, 0], 0.3))
  },
  room(canvas, dice) {
    const { width: w, height: h } = canvas
    canvas.gradient([238, 232, 222], [222, 212, 198])
    canvas.polygon(
      [{ x: 0, y: h }, { x: w * 0.2, y: h * 0.66 }, { x: w * 0.8, y: h * 0.66 }, { x: w, y: h }],
      [186, 150, 112],
    )
    canvas.box({ x: w * 0.3, y: h * 0.18, width: w * 0.4, height: h * 0.32 }, [168, 206, 232])
    canvas.box({ x: w * 0.495, y: h * 0.18, width: w * 0.012, height: h * 0.32 }, [250, 250, 248])
    const sofa = hsl(dice.integer(0, 359), 0.25, 0.5)
    canvas.box({ x: w * 0.26, y: h * 0.58, width: w * 0.48, height: h * 0.2 }, sofa)
    canvas.box(
      { x: w * 0.24, y: h * 0.68, width: w * 0.52, height: h * 0.13 }, mix(sofa, [255, 255, 255], 0.2),
    )
    canvas.circle({ x: w * 0.85, y: h * 0.5 }, w * 0.06, [96, 150, 96])
    canvas.box({ x: w * 0.83, y: h * 0.54, width: w * 0.04, height: h * 0.2 }, [150, 110, 80])
  },
  receipt(canvas, dice) {
    const { width: w, height: h } = canvas
    canvas.gradient([120, 110, 100], [92, 84, 78])
    canvas.polygon([
      { x: w * 0.2, y: h * 0.06 }, { x: w * 0.82, y: h * 0.1 }, { x: w * 0.78, y: h * 0.96 },
      { x: w * 0.17, y: h * 0.92 },
    ], [250, 249, 245])
    for (let line = 0; line < 14; line++) {
      const width = w * dice.between(0.14, 0.46)
      canvas.box({ x: w * 0.25, y: h * (0.16 + line * 0.052), width, height: h * 0.016 }, [110, 110, 115])
    }
    canvas.circle({ x: w * 0.64, y: h * 0.8 }, w * 0.09, [210, 60, 60], 0.55)
  },
  food(canvas, dice) {
    const { width: w, height: h } = canvas
    canvas.gradient([150, 104, 72], [108, 72, 48], 0.5)
    canvas.circle({ x: w / 2, y: h / 2 }, Math.min(w, h) * 0.42, [244, 242, 238])
    canvas.circle({ x: w / 2, y: h / 2 }, Math.min(w, h) * 0.34, [226, 222, 214])
    for (let piece = 0; piece < 26; piece++) {
      const angle = dice.between(0, 2 * Math.PI)
      const far = Math.min(w, h) * 0.26 * Math.sqrt(dice.next())
      const at = { x: w / 2 + Math.cos(angle) * far, y: h / 2 + Math.sin(angle) * far }
      canvas.circle(
        at, Math.min(w, h) * dice.between(0.03, 0.07),
        hsl(dice.integer(5, 110), 0.65, dice.between(0.35, 0.6)),
      )
    }
  },
}

function ridge(
  canvas: Canvas, dice: Dice, { base, height, color }: { base: number; height: number; color: Color },
): void {
  const [few, many] = [dice.between(1, 3), dice.between(3, 6)]
  const phase = dice.between(0, 6)
  for (let x = 0; x < canvas.width; x++) {
    const along = (x / canvas.width) * Math.PI * 2
    const rise = Math.sin(along * few * 0.5 + phase) * 0.7 + Math.sin(along * many + phase) * 0.3
    const top = base - rise * height
    canvas.box({ x, y: top, width: 0.9, height: canvas.height - top }, color)
  }
}

function spot(canvas: Canvas, { x, y }: Point): Point {
  return { x: canvas.width * x, y: canvas.height * y }
}
