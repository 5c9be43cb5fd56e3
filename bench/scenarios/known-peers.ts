import { join } from 'node:path'
import { findNatsServer } from '../../hub/embedded/nats-server.ts'
import { repositoryRoot } from '../../storage/repository-root.ts'
import { findMosquitto } from './find-mosquitto.ts'
import type { Peer } from './peer.ts'
import { startBenchHub } from './start-bench-hub.ts'
import { startMosquitto } from './start-mosquitto.ts'
import { startNats } from './start-nats.ts'
import { type RelayProgram, startRelay } from './start-relay.ts'

/** What is compared, with what each does and doesn't do; the words are the report's. */
export interface KnownPeer {
  readonly name: PeerName
  readonly title: string
  /** On disk, with fsync, before the sender is told. */
  readonly durable: boolean
  readonly keeps: string
  readonly about: string
  /** What several per frame are here. */
  readonly packs: string
  /** Larger frames are not measured. */
  readonly perFrameMax?: number
  /** Messages of one phone that may be under way, where the usual number makes no sense. */
  readonly inFlightMax?: number
  /** Its memory is another peer's, and not measured again. */
  readonly idleLike?: PeerName
  ready(ground: PeerGround): Promise<Ready>
}

export interface PeerGround {
  /** A seeded HUB_DATA. */
  template: string
  phonesPerSeat: number
  nodeOptions: readonly string[]
  say: (step: string) => void
}

export interface StartOptions { steadyHeap?: boolean }

export type Ready =
  | { ready: true; start: (options?: StartOptions) => Promise<Peer> }
  | { ready: false; reason: string }

export const knownPeers: Readonly<Record<PeerName, KnownPeer>> = {
  'hub': {
    name: 'hub', title: 'hub', durable: true, keeps: 'durable',
    about: 'each message is acked to its phone and delivered only when it is on disk (fsync, group commit); the '
      + 'projector brings it into the database meanwhile or soon after; repeats are known, order is kept',
    packs: 'one frame of so many messages, each numbered, acked and stored by itself',
    ready: async (ground) => ({ ready: true, start: (options) => startBenchHub({ ...ground, ...options }) }),
  },
  'raw': ourRelay({
    name: 'raw', title: 'raw uWebSockets.js relay', library: 'uWebSockets.js',
    program: { kind: 'raw', program: 'raw-relay', gathering: true },
  }),
  'ws': ourRelay({
    name: 'ws', title: 'ws relay', library: 'the ws library',
    program: { kind: 'raw', program: 'ws-relay', gathering: false },
  }),
  'socket.io': ourRelay({
    name: 'socket.io', title: 'Socket.IO', library: 'Socket.IO, msgpack parser, its own server (ws), WebSocket only',
    program: { kind: 'socket.io', program: 'socket-io-relay', gathering: false, args: ['ws'] },
  }),
  'socket.io-gathered': {
    ...ourRelay({
      name: 'socket.io-gathered', title: 'Socket.IO, gathered by hand',
      library: 'the same Socket.IO, but the console has to take several frames out of one event',
      program: { kind: 'socket.io', program: 'socket-io-relay', gathering: true, args: ['ws'] },
    }),
    // A frame of several is gathered already.
    perFrameMax: 1, idleLike: 'socket.io',
  },
  'socket.io-uws': ourRelay({
    name: 'socket.io-uws', title: 'Socket.IO on uWebSockets.js',
    library: 'Socket.IO, msgpack parser, on uWebSockets.js, WebSocket only',
    program: { kind: 'socket.io', program: 'socket-io-relay', gathering: false, args: ['uws'] },
  }),
  'mosquitto': {
    name: 'mosquitto', title: 'Mosquitto, QoS 1', durable: false, keeps: 'acked from memory',
    about: 'MQTT 3.1.1 on plain TCP, QoS 1 both ways, persistence on, consoles with kept sessions: PUBACK comes from '
      + 'memory; the file is written every 30 minutes and at a clean stop, so a crash loses what was acked',
    packs: 'so many PUBLISH packets in one write: MQTT has no packet of several messages',
    ready: readyMosquitto,
  },
  'nats': natsPeer({
    name: 'nats', title: 'NATS JetStream', syncAlways: false, keeps: 'stored, fsync every 2 min',
    about: 'as it comes: acked when JetStream has written it to the file (page cache), fsync every 2 minutes',
  }),
  'nats-fsync': {
    ...natsPeer({
      name: 'nats-fsync', title: 'NATS JetStream, fsync', syncAlways: true, keeps: 'durable',
      about: 'the same with sync_interval: always: acked when it is on disk. It answers what has piled up only when '
        + 'all of that is on disk, so that one message per phone is under way instead of 16',
    }),
    // 20 PUBs in one frame are 20 fsyncs all the same.
    perFrameMax: 1, inFlightMax: 1, idleLike: 'nats',
  },
}

export type PeerName =
  | 'hub' | 'raw' | 'ws' | 'socket.io' | 'socket.io-gathered' | 'socket.io-uws' | 'mosquitto' | 'nats' | 'nats-fsync'

interface OurRelay { name: PeerName; title: string; library: string; program: RelayProgram }

function ourRelay({ name, title, library, program }: OurRelay): KnownPeer {
  const manner = program.gathering
    ? 'what came in one turn of the loop leaves as one send per console'
    : 'one send per frame, as it is usually used'
  return {
    name, title, durable: false, keeps: 'stores nothing',
    about: `${library}: passes frames on undecoded, ${manner}; no acks, no storage, a lost connection loses what was `
      + 'under way',
    packs: 'one frame of so many messages, which the relay never opens',
    ready: async ({ phonesPerSeat }) => ({
      ready: true, start: (options) => startRelay(program, { phonesPerSeat, ...options }),
    }),
  }
}

function natsPeer(
  { syncAlways, about, ...words }: { syncAlways: boolean } & Pick<KnownPeer, 'name' | 'title' | 'keeps' | 'about'>,
): KnownPeer {
  return {
    ...words, durable: syncAlways,
    about: `nats-server's own WebSocket and a JetStream file stream, ${about}; consoles are ordinary subscribers, so `
      + 'delivery is not acked and does not wait for storage',
    packs: 'so many PUBs in one WebSocket frame, each stored and acked by itself',
    async ready({ say }) {
      const found = await findNatsServer({ cacheDir: cached('nats'), env: process.env, progress: say })
      if (!found.found) return { ready: false, reason: found.message }
      return { ready: true, start: () => startNats({ binary: found.binary, syncAlways }) }
    },
  }
}

async function readyMosquitto({ say }: PeerGround): Promise<Ready> {
  const found = await findMosquitto({ env: process.env, cacheDir: cached('mosquitto'), say })
  return found.found ? { ready: true, start: () => startMosquitto(found) } : { ready: false, reason: found.reason }
}

/** Fetched programs are kept with the project. */
function cached(name: string): string {
  return join(repositoryRoot(), '.cache', name)
}
