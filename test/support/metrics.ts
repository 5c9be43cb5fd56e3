import { httpCall } from '../../bench/fleet/http-call.ts'

/** A counter or gauge of /metrics: the sum of the series that have these labels, 0 if there is none. */
export async function readMetric(hubUrl: string, name: string, labels: Record<string, string> = {}): Promise<number> {
  const { body } = await httpCall({ url: `${hubUrl}/metrics`, method: 'GET' })
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
  let sum = 0
  for (const line of body.toString().split('\n')) {
    const [, series, text = '', value] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
    if (series === name && wanted.every((one) => text.split(',').includes(one))) sum += Number(value)
  }
  return sum
}
