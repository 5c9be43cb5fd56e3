import { svg } from 'lit'
import { encode } from 'uqr'

/** Black on white in every theme: cameras expect it so. Sizes itself by its box. */
export function qrCode(content: string, label: string) {
  const { data, size } = encode(content, { ecc: 'M', border: quietModules })
  return svg`<svg class="qr" data-testid="enrol-qr" role="img" aria-label=${label}
    viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
    <rect width=${size} height=${size} fill="#fff"></rect><path d=${pathOf(data)} fill="#000"></path></svg>`
}

/** One stroke of the pen for each run of black in a row. */
export function pathOf(rows: readonly (readonly boolean[])[]): string {
  const strokes = rows.flatMap((row, y) => {
    return runsOf(row).map(({ from, to }) => `M${from} ${y}h${to - from}v1H${from}z`)
  })
  return strokes.join('')
}

function runsOf(row: readonly boolean[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = []
  for (const [x, black] of row.entries()) {
    const last = runs.at(-1)
    if (!black) continue
    if (last?.to === x) last.to = x + 1
    else runs.push({ from: x, to: x + 1 })
  }
  return runs
}

/** ISO/IEC 18004: the quiet zone is four modules wide. */
const quietModules = 4
