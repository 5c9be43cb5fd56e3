/** One line of a table and of a JSON file in bench/results. */
export interface BenchRow {
  scenario: string
  peer: string
  perFrame: number | null
  connections: number
  durable: boolean
  messagesPerSecond: number | null
  ratioToRaw: number | null
  p50Ms: number | null
  p99Ms: number | null
  /** All processes of the peer together, with what it still has to store. */
  serverCpuUsPerMessage: number | null
  rssBytesPerConnection: number | null
  /** Further figures: CPU by process, the load's own share, single rounds. */
  details: Record<string, unknown>
}

export interface BenchConditions {
  machine: string
  versions: string
  date: string
  how: string
}

export interface Column<Row> { title: string; show: (row: Row) => string }

export function tableOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ show }) => show(row)))]
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => (line[index] as string).length)))
  return lines.map((line) => {
    const padded = line.map((cell, index) => {
      const width = widths[index] ?? 0
      return index < 2 ? cell.padEnd(width) : cell.padStart(width)
    })
    return padded.join('  ')
  }).join('\n')
}

/** For the README. */
export function markdownOf<Row>(
  rows: readonly Row[], columns: readonly Column<Row>[], { machine, versions, date, how }: BenchConditions,
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map((_, index) => index < 2 ? '---' : '---:')),
    ...rows.map((row) => line(columns.map(({ show }) => show(row)))),
    '', `${how} ${machine}; ${versions}; ${date}.`, '',
  ].join('\n')
}

export function rounded(value: number | null): string {
  return value === null ? '' : Math.round(value).toLocaleString('en')
}

/** What every table shows of a measurement under load. */
export const loadColumns: readonly Column<BenchRow>[] = [
  { title: 'messages/s', show: ({ messagesPerSecond }) => rounded(messagesPerSecond) },
  { title: 'of raw', show: ({ ratioToRaw }) => ratioToRaw === null ? '' : ratioToRaw.toFixed(2) },
  { title: 'p50 ms', show: ({ p50Ms }) => p50Ms?.toFixed(1) ?? '' },
  { title: 'p99 ms', show: ({ p99Ms }) => p99Ms?.toFixed(1) ?? '' },
  { title: 'CPU µs/message', show: ({ serverCpuUsPerMessage }) => serverCpuUsPerMessage?.toFixed(1) ?? '' },
]

export const relayColumns: readonly Column<BenchRow>[] = [
  {
    title: 'scenario',
    show: ({ scenario, perFrame }) => perFrame === null ? scenario : `${scenario}, ${perFrame} per frame`,
  },
  { title: 'peer', show: ({ peer, durable }) => durable ? `${peer} (durable)` : peer },
  { title: 'connections', show: ({ connections }) => connections.toLocaleString('en') },
  ...loadColumns,
  { title: 'bytes/connection', show: ({ rssBytesPerConnection }) => rounded(rssBytesPerConnection) },
]
