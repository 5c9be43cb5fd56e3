import { expect, test } from 'vitest'
import { peersChart } from '../../bench/peers-chart.ts'
import { type PeerRow, peerColumns } from '../../bench/peers-report.ts'
import { tableOf } from '../../bench/report.ts'

const row = (peer: string, durable: boolean, messagesPerSecond: number | null): PeerRow => ({
  scenario: 'relay', peer, perFrame: 1, connections: 1_100, durable, keeps: durable ? 'durable' : 'stores nothing',
  messagesPerSecond, ratioToRaw: 0.5, p50Ms: 1, p99Ms: 2, serverCpuUsPerMessage: 10, rssBytesPerConnection: 6_900,
  details: { clientBusy: 0.93, storedLaterS: durable ? 1.5 : 0 },
})
const conditions = { machine: '2 cores', versions: 'Node', date: '2026-11-23', how: '' }

test('the chart names each peer, its rate and what it keeps, the fastest first and the longest', () => {
  const chart = peersChart([row('slow & safe', true, 1_000), row('quick', false, 4_000)], conditions)
  const words = [...chart.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text)
  expect(words.slice(1)).toEqual([
    '1 message per frame', 'quick', '4,000 · stores nothing', 'slow &amp; safe', '1,000 · durable',
    '2 cores; 2026-11-23',
  ])
  const bars = chart.matchAll(/<rect class="(?:other|durable)"[^>]* width="(\d+)"/g)
  const [quick = 0, slow = 0] = [...bars].map(([, width]) => Number(width))
  expect(Math.abs(quick - 4 * slow)).toBeLessThan(4)
})

test('a peer without figures still has its line in the table and the chart', () => {
  const rows = [row('broken', false, null)]
  expect(tableOf(rows, peerColumns)).toContain('broken')
  expect(peersChart(rows, conditions)).toContain('0 · stores nothing')
})
