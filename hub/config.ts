import { isAbsolute, resolve } from 'node:path'

/** Everything that can be set from outside, read once and checked together. */
export interface Config {
  /** HUB_HOST: the address to listen on. */
  host: string
  /** HUB_PORT: one port for phones, consoles and the API. */
  port: number
  /** HUB_PORT_SHARED=1: several hubs listen on the one port, and the kernel spreads connections over them. */
  portShared: boolean
  /** HUB_DATA: journal, database, media and secrets of the embedded parts. */
  dataDir: string
  /** HUB_MEDIA: shared by all hubs of one installation. Default: media in HUB_DATA. */
  mediaDir: string
  /** NATS_URL: null starts an embedded server. */
  natsUrl: string | null
  /** DATABASE_URL: null starts the embedded database. */
  databaseUrl: string | null
  /** HUB_JOURNAL_MB: the journal refuses what doesn't fit. */
  journalBytesMax: number
  /** HUB_JOURNAL_REPLICAS: 3 on a NATS cluster of three. */
  journalReplicas: number
  /** HUB_LAG_EVENTS: storage may be so far behind the journal before phones slow down. */
  lagEventsSlow: number
  /** HUB_UPGRADES_PER_SECOND: phones and consoles let in a second and at once; the others hear when to come back. */
  upgradesPerSecond: number
  /** HUB_DRAIN_SECONDS: a stop closes sockets spread over this time. */
  drainMs: number
  /** HUB_LOG: trace … fatal, silent. */
  logLevel: string
  /** HUB_HTTPS=1: consoles are reached by https through a proxy; cookies are sent over nothing else. */
  secureCookies: boolean
  /** HUB_TRUST_PROXY=1: a proxy of ours sets X-Forwarded-For. */
  trustForwarded: boolean
  /** HUB_ORIGINS: further origins of consoles, comma separated. */
  allowedOrigins: string[]
  /** HUB_ACCEPT_NEW_JOURNAL: see the message that names it. */
  acceptNewJournal: string | null
}

export type ConfigRead = { ok: true; config: Readonly<Config> } | { ok: false; faults: string[] }

type Env = Readonly<Record<string, string | undefined>>

/** Environment → one frozen config, or every wrong value by its name and what to do. */
export function readConfig(env: Env): ConfigRead {
  const faults: string[] = []
  const read = readers(env, faults)
  const dataDir = read.folder('HUB_DATA', './data')
  const config: Config = {
    host: read.text('HUB_HOST', everyAddress),
    port: read.integer('HUB_PORT', 8080, { min: 0, max: 65_535 }),
    portShared: read.flag('HUB_PORT_SHARED'),
    dataDir,
    mediaDir: read.folder('HUB_MEDIA', `${dataDir}/media`),
    natsUrl: read.url('NATS_URL', ['nats:', 'tls:', 'ws:', 'wss:']),
    databaseUrl: read.url('DATABASE_URL', ['postgres:', 'postgresql:']),
    journalBytesMax: read.integer('HUB_JOURNAL_MB', 8_192, { min: 64, max: 10_000_000 }) * 1_048_576,
    journalReplicas: read.integer('HUB_JOURNAL_REPLICAS', 1, { min: 1, max: 5 }),
    lagEventsSlow: read.integer('HUB_LAG_EVENTS', 500_000, { min: 100, max: 1_000_000_000 }),
    upgradesPerSecond: read.integer('HUB_UPGRADES_PER_SECOND', 3_000, { min: 10, max: 100_000 }),
    drainMs: read.integer('HUB_DRAIN_SECONDS', 5, { min: 0, max: 600 }) * 1000,
    logLevel: read.choice('HUB_LOG', 'info', ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    secureCookies: read.flag('HUB_HTTPS'),
    trustForwarded: read.flag('HUB_TRUST_PROXY'),
    allowedOrigins: read.text('HUB_ORIGINS', '').split(',').map((one) => one.trim()).filter((one) => one !== ''),
    acceptNewJournal: env.HUB_ACCEPT_NEW_JOURNAL ?? null,
  }
  for (const origin of config.allowedOrigins) {
    if (/^https?:\/\/[^/]+$/.test(origin)) continue
    faults.push(`HUB_ORIGINS: "${origin}" is no origin like https://console.example`)
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, config: Object.freeze(config) }
}

function readers(env: Env, faults: string[]) {
  const text = (name: string, usual: string): string => env[name] === undefined || env[name] === '' ? usual : env[name]
  return {
    text,
    folder(name: string, usual: string): string {
      const value = text(name, usual)
      return isAbsolute(value) ? value : resolve(value)
    },
    integer(name: string, usual: number, { min, max }: { min: number; max: number }): number {
      const value = Number(text(name, String(usual)))
      if (Number.isInteger(value) && value >= min && value <= max) return value
      faults.push(`${name}: "${env[name] ?? ''}" must be a whole number from ${min} to ${max}`)
      return usual
    },
    url(name: string, protocols: string[]): string | null {
      const value = text(name, '')
      if (value === '') return null
      const wrong = value.split(',').find((one) => !URL.canParse(one) || !protocols.includes(new URL(one).protocol))
      // Never the value itself: it may hold a password.
      const schemes = `${protocols.join('// or ')}//`
      if (wrong !== undefined) faults.push(`${name}: must be an address that begins with ${schemes}`)
      return value
    },
    choice(name: string, usual: string, choices: string[]): string {
      const value = text(name, usual)
      if (!choices.includes(value)) faults.push(`${name}: "${value}" must be one of ${choices.join(', ')}`)
      return value
    },
    flag(name: string): boolean {
      const value = text(name, '0')
      if (!['0', '1', 'true', 'false'].includes(value)) faults.push(`${name}: "${value}" must be 1 or 0`)
      return value === '1' || value === 'true'
    },
  }
}

/** Listens on all IPv4 addresses of the machine. */
export const everyAddress = '0.0.0.0'
