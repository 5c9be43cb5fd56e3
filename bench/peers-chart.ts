import type { BenchConditions } from './report.ts'
import type { PeerRow } from './peers-report.ts'

/** Horizontal bars of messages/s, one panel per frame size, as an SVG whose text is text, for light and dark pages. */
export function peersChart(rows: readonly PeerRow[], { machine, date }: BenchConditions): string {
  const sizes = [...new Set(rows.map(({ perFrame }) => perFrame))]
  let top = headHeight
  const panels = sizes.map((perFrame) => {
    const bars = rows.filter((row) => row.perFrame === perFrame)
      .toSorted((a, b) => (b.messagesPerSecond ?? 0) - (a.messagesPerSecond ?? 0))
    const drawn = panelOf(bars, { top, title: `${perFrame} ${perFrame === 1 ? 'message' : 'messages'} per frame` })
    top += panelHeadHeight + bars.length * barStep + panelGap
    return drawn
  })
  const height = top + footHeight
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" `
      + 'role="img" aria-labelledby="title">',
    `<title id="title">Messages per second from 1,000 phones to 100 consoles, by server</title>`,
    `<style>${style}</style>`,
    `<rect class="card" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    text({ x: margin, y: 34, name: 'head' }, 'Messages per second, phones to consoles'),
    ...panels,
    text({ x: margin, y: height - 18, name: 'note' }, `${machine}; ${date}`),
    '</svg>', '',
  ].join('\n')
}

interface PanelPlace { top: number; title: string }

function panelOf(rows: readonly PeerRow[], { top, title }: PanelPlace): string {
  const most = Math.max(1, ...rows.map(({ messagesPerSecond }) => messagesPerSecond ?? 0))
  const bars = rows.map((row, index) => {
    const y = top + panelHeadHeight + index * barStep
    const rate = row.messagesPerSecond ?? 0
    const length = Math.max(1, Math.round(rate / most * barLengthMax))
    const words = `${Math.round(rate).toLocaleString('en')} · ${row.keeps}`
    return [
      text({ x: labelRight, y: y + 15, name: row.durable ? 'label strong' : 'label' }, row.peer),
      `<rect class="${row.durable ? 'durable' : 'other'}" x="${barLeft}" y="${y}" width="${length}" `
        + `height="${barHeight}" rx="2"/>`,
      text({ x: barLeft + length + 8, y: y + 15, name: row.durable ? 'strong' : '' }, words),
    ].join('\n')
  })
  return [text({ x: margin, y: top + 14, name: 'panel' }, title), ...bars].join('\n')
}

function text({ x, y, name }: { x: number; y: number; name: string }, words: string): string {
  return `<text class="${name}" x="${x}" y="${y}">${escaped(words)}</text>`
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

/** Pixels. Behind the longest bar there must be room for its words. */
const width = 860
const margin = 24
const labelRight = 232
const barLeft = 242
const barLengthMax = 350
const barHeight = 20
const barStep = 27
const headHeight = 60
const panelHeadHeight = 28
const panelGap = 20
const footHeight = 24

/** The card has a colour of its own: a page's may be any, and says nothing about the reader's preference. */
const style = `
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
  .head { font-size: 17px; font-weight: 600 } .panel { font-weight: 600 } .label { text-anchor: end }
  .strong { font-weight: 600 } .note { font-size: 11px; fill: #59636e }
  .card { fill: #ffffff; stroke: #d1d9e0 } .durable { fill: #1a7f37 } .other { fill: #9aa5b1 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .note { fill: #9198a1 }
    .card { fill: #0d1117; stroke: #3d444d } .durable { fill: #3fb950 } .other { fill: #59636e }
  }`
