import { type BenchConditions, type BenchRow, type Column, loadColumns, markdownOf } from './report.ts'
import { messageBytes } from './load/outgoing.ts'
import type { KnownPeer } from './scenarios/known-peers.ts'
import type { PeersOptions } from './scenarios/peers-options.ts'

/** One line of bench/results/peers.json. */
export interface PeerRow extends BenchRow {
  /** What is true of a message that was acked or delivered. */
  keeps: string
}

export interface Skipped { title: string; reason: string }

export const peerColumns: readonly Column<PeerRow>[] = [
  { title: 'peer', show: ({ peer }) => peer },
  { title: 'keeps', show: ({ keeps }) => keeps },
  { title: 'per frame', show: ({ perFrame }) => String(perFrame) },
  ...loadColumns,
  {
    title: 'MB/1,000 connections',
    // Bytes per connection are thousandths of kilobytes, and a thousand connections a thousand times as many.
    show: ({ rssBytesPerConnection: bytes }) => bytes === null ? '' : (bytes / 1000).toFixed(1),
  },
  { title: 'client busy', show: ({ details }) => percent(details.clientBusy) },
  { title: 'stored later s', show: ({ details, durable }) => durable ? seconds(details.storedLaterS) : '' },
]

interface Report {
  rows: readonly PeerRow[]
  peers: readonly KnownPeer[]
  skipped: readonly Skipped[]
  conditions: BenchConditions
}

/** The table, and exactly what each peer does and doesn't. */
export function peersMarkdown({ rows, peers, skipped, conditions }: Report): string {
  return [
    markdownOf(rows, peerColumns, conditions),
    'What each does:', '',
    ...peers.map(({ title, about, packs }) => `- **${title}**: ${about}. Several per frame: ${packs}.`),
    ...skipped.map(({ title, reason }) => `- **${title}** was skipped: ${reason.split('\n')[0]}.`), '',
  ].join('\n')
}

export function howMeasured({ rounds, seconds: length, phones, seats }: PeersOptions): string {
  return `${phones.toLocaleString('en')} phones to ${seats} consoles, the same message of ${messageBytes} bytes `
    + `for all, medians of ${rounds} rounds of ${length} s in which the peers take turns; "of raw" is the median of `
    + 'the ratios within a round. p50 and p99 from when a message was due to its arrival at the console, at half of '
    + 'the peer\'s own rate. CPU of all the peer\'s processes, with what the hub\'s projector does later for these '
    + 'messages; "stored later" is how long it takes for that after a measurement (they are on disk in the journal '
    + 'before). Where the client was 90 % busy or more, it was a limit too, and the CPU figure is the fairer one. '
    + 'Memory: growth of the process that holds the sockets.'
}

function percent(share: unknown): string {
  return typeof share === 'number' ? `${Math.round(share * 100)} %` : ''
}

function seconds(value: unknown): string {
  return typeof value === 'number' ? value.toFixed(1) : 'not at all'
}
