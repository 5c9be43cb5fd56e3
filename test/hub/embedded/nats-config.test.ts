import { expect, test } from 'vitest'
import { natsConfig } from '../../../hub/embedded/nats-config.ts'

const settings = {
  dataDir: '/data/nats "1"', host: '127.0.0.1', port: 0, token: 'secret', http: false, syncAlways: true,
  storeBytesMax: 1_000,
}

test('the journal\'s needs are in it', () => {
  const text = natsConfig(settings, 42)
  expect(text).toMatch(/^# owner 42\n/)
  for (const line of ['sync_interval: always', 'no_fast_producer_stall: true', 'write_deadline: "2s"']) {
    expect(text).toContain(line)
  }
  expect(text).toContain('listen: "127.0.0.1:-1"')
  expect(text).toContain('store_dir: "/data/nats \\"1\\"/jetstream"')
  expect(text).not.toContain('http')
  expect(text).not.toContain('cluster')
})

test('a member of a cluster knows all routes', () => {
  const cluster = { name: 'ark', serverName: 'n2', port: 7_002, memberPorts: [7_001, 7_002] }
  const text = natsConfig({ ...settings, cluster }, 42)
  expect(text).toContain('routes: ["nats://route:secret@127.0.0.1:7001", "nats://route:secret@127.0.0.1:7002"]')
})
