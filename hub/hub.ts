import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { closeCodes } from '../protocol/close-codes.ts'
import { hubBeat, hubStarted, hubStopped } from '../protocol/events/hub.ts'
import { type RunId, positionOf } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import { type Pool, newPool } from '../storage/pool.ts'
import { repositoryRoot } from '../storage/repository-root.ts'
import { type AdminParts, startAdmin } from './admin-parts.ts'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import type { DirectoryChange } from './directory/entries.ts'
import { drain } from './drain.ts'
import { followStorage } from './follow-storage.ts'
import { loadConsoleFiles } from './http/console-files.ts'
import { routeHttp } from './http/route-http.ts'
import { Parts } from './lifecycle.ts'
import { newLiveParts } from './live/live-parts.ts'
import { sendersOf } from './media/senders-of.ts'
import { Uploads } from './media/uploads.ts'
import { hubLimits } from './limits.ts'
import { type LoadedHub, loadHub } from './load-hub.ts'
import { checkJournal } from './journal/check-journal.ts'
import { JournalMark } from './journal/journal-mark.ts'
import { type JournalStream, openJournalStream } from './nats/journal-stream.ts'
import { type NatsLink, connectNats } from './nats/nats-link.ts'
import { newProjected } from './operations/projected.ts'
import { newThrottles } from './operations/throttles.ts'
import { recordInOutbox } from './outbox.ts'
import { startProjector } from './projector/start-projector.ts'
import { readiness } from './readiness.ts'
import { type Road, newRoad } from './road.ts'
import { type SearchIndexer, startSearchIndexer } from './search/search-indexer.ts'
import { type Listener, newListener } from './sockets/listener.ts'
import { routeSockets } from './sockets/route-sockets.ts'
import { newAdmission } from './sockets/upgrade.ts'
import { flushMs } from './teamwork/teamwork.ts'
import { noteHttp } from './telemetry/note-http.ts'
import { noteProjector } from './telemetry/note-projector.ts'
import { registerGauges } from './telemetry/gauges.ts'
import { type Telemetry, newTelemetry } from './telemetry/telemetry.ts'
import { whenDatabaseIsThere } from './when-database-is-there.ts'

export interface HubOptions {
  config: Readonly<Config>
  natsUrl: string
  databaseUrl: string
  /** Told once, step by step, while the hub starts. */
  progress: (step: string) => void
}

export interface Hub {
  readonly run: RunId
  readonly port: number
  /** Resolves when this run is over by itself: declared lost, fenced, journal broken. */
  readonly over: Promise<string>
  /** Drains and stops. Closes are spread over `drainMs`. */
  stop(): Promise<void>
}

/**
 * Starts one run of a hub. The database must be migrated. What can't be started is thrown, with everything stopped
 * that had been.
 */
export async function startHub(options: HubOptions): Promise<Hub> {
  const run = `h${randomBytes(9).toString('base64url').replace(/[^A-Za-z0-9]/g, '0')}` as RunId
  const telemetry = newTelemetry({ level: options.config.logLevel, run })
  const parts = new Parts({
    onStopping: (name) => telemetry.event('hub:stopping', { part: name }), stopWithinMs: partStopMs,
  })
  try {
    return await assemble(options, { run, telemetry, parts })
  } catch (error) {
    await parts.stop().catch(() => undefined)
    throw error
  }
}

async function assemble(
  { config, natsUrl, databaseUrl, progress }: HubOptions,
  { run, telemetry, parts }: { run: RunId; telemetry: Telemetry; parts: Parts },
): Promise<Hub> {
  const { nowMs } = systemClock
  let endRun: (reason: string) => void = () => undefined
  const over = new Promise<string>((resolve) => { endRun = resolve })
  const onOver = (reason: string): void => {
    telemetry.warn('hub:runOver', { reason })
    endRun(reason)
  }
  const link = await parts.start('NATS', () => connectNats({ url: natsUrl, name: run }), (it) => it.close())
  const streamSettings = { bytesMax: config.journalBytesMax, replicas: config.journalReplicas }
  const stream = await parts.start('journal', () => openJournalStream(link, streamSettings), () => undefined)
  const onError = (): void => telemetry.warn('database:connectionLost')
  const poolOptions = { url: databaseUrl, onError, onStatement: () => telemetry.statement() }
  const pool = await parts.start('database', () => newPool(poolOptions), (it) => it.end())
  const load = () => whenDatabaseIsThere(() => loadHub({ pool, telemetry }), { progress })
  const loaded = await parts.start('directory', load, (it) => it.directory.stop())
  const { directory } = loaded.directory
  const mark = await parts.start('what is in the journal', () => checkedMark({ config, stream, pool }), () => undefined)
  const live = newLiveParts(link)
  const road = await parts.start('road', () => newRoad({
    ...loaded, run, link, stream, mark, directory, pool,
    onHeard: live.onHeard, telemetry, nowMs, lagEventsSlow: config.lagEventsSlow, onOver,
  }), stopRoad)
  progress('reading the journal')
  const broken = over.then((reason) => { throw new Error(reason) })
  await parts.start('reading the journal', () => Promise.race([startRoad(road, stream), broken]), () => undefined)
  const projected = await parts.start('projected', () => newProjected({ pool, nowMs }), (it) => it.stop())
  const indexer = await parts.start('search', () => startIndexer({ databaseUrl, road, telemetry }), (it) => it.stop())
  await parts.start('following storage', () => follow({ link, road, projected, indexer }), (it) => it.stop())
  await parts.start('projector', () => startProjector({
    natsUrl, databaseUrl, streamSettings, run, acceptNewJournal: config.acceptNewJournal,
    onNews: (news) => noteProjector(telemetry, news),
  }), (it) => it.stop())
  directory.onChanged((change) => onDirectoryChange(change, road))
  const { mediaDir } = config
  const admin = await startAdmin({ parts, link, pool, directory, run, live, telemetry, databaseUrl, mediaDir })
  const listener = await parts.start('listener', newListener, (it) => it.close())
  const admission = newAdmission({ perSecond: config.upgradesPerSecond, nowMs: nowMs() })
  const state = { ready: false }
  registerGauges(telemetry, { road, connections: listener.connections })
  routeSockets(listener.app, {
    directory, lookUps: loaded.directory.lookUps, phones: road.phones, seats: road.seats, admission, telemetry,
    connections: listener.connections,
    allowedOrigins: config.allowedOrigins, nowMs, accepting: () => link.up && !road.journal.full,
  })
  await routeEverything({
    listener, config, pool, loaded, road, projected, link, telemetry, state, admin,
  })
  const port = await parts.start('port', () => listener.listen(config), () => listener.stopListening())
  const timers = [...startTimers(road), ...live.start(systemClock)]
  state.ready = true
  telemetry.event('hub:started', { port })
  return {
    run, port, over,
    async stop() {
      state.ready = false
      admission.close()
      listener.stopListening()
      live.hints.closeAll()
      await drain({ road, telemetry, withinMs: config.drainMs, code: closeCodes.draining })
      for (const timer of timers) timer.stop()
      await Promise.race([road.voice.say(hubStopped, { run }), sleep(lastWordMs)])
      await parts.stop()
      telemetry.event('hub:stopped')
    },
  }
}

/** On a connection of its own: it takes none from who waits for an answer. */
function startIndexer(
  { databaseUrl, road, telemetry }: Pick<Routed, 'road' | 'telemetry'> & { databaseUrl: string },
): SearchIndexer {
  const onError = (): void => telemetry.warn('database:connectionLost')
  return startSearchIndexer({
    pool: newPool({ url: databaseUrl, max: 1, onError }), isBusy: () => road.lag.events > hubLimits.searchLagEventsMax,
    onBug: (error) => telemetry.bug('search:unindexed', error),
  })
}

function follow(
  { link, road, projected, indexer }: Pick<Routed, 'link' | 'road' | 'projected'> & { indexer: SearchIndexer },
) {
  return followStorage({
    link, clock: systemClock, fill: road.fill, lag: road.lag,
    onStored: (position) => {
      projected.note(position)
      road.phones.onStored()
      indexer.wake()
    },
  })
}

async function checkedMark(
  { config, stream, pool }: { config: Readonly<Config>; stream: JournalStream; pool: Pool },
): Promise<JournalMark> {
  const mark = new JournalMark(config.dataDir)
  await checkJournal({ stream, mark, pool, acceptNewJournal: config.acceptNewJournal })
  return mark
}

/** The hub serves nobody before it has read what was in the journal when it started, and said so itself. */
async function startRoad(road: Road, stream: JournalStream): Promise<void> {
  const { lastSequence } = await stream.state()
  road.feed.start()
  await road.feed.reached(positionOf(lastSequence, 0))
  await road.voice.say(hubStarted, { run: road.run })
}

async function stopRoad(road: Road): Promise<void> {
  road.shell.stop()
  await Promise.race([road.journal.drain(), sleep(lastWordMs)])
  road.journal.stop()
  await road.watch.stop()
  await road.feed.stop()
}

function onDirectoryChange(change: DirectoryChange, { phones, seats }: Road): void {
  switch (change.kind) {
    case 'deviceRevoked': return phones.closeDevice(change.device, closeCodes.deviceRevoked)
    case 'userDisabled': return seats.closeUser(change.user, closeCodes.signedOut)
    case 'sessionEnded': return seats.closeSession(change.hash, closeCodes.signedOut)
  }
}

interface Routed {
  listener: Listener
  config: Readonly<Config>
  pool: Pool
  loaded: LoadedHub
  road: Road
  projected: ReturnType<typeof newProjected>
  link: NatsLink
  telemetry: Telemetry
  state: { ready: boolean }
  admin: AdminParts
}

async function routeEverything(
  { listener, config, pool, loaded, road, projected, link, telemetry, state, admin }: Routed,
): Promise<void> {
  const { directory, lookUps } = loaded.directory
  const { registry } = telemetry
  const { live, jobs, mediaStore, voices, wakeOutbox } = admin
  routeHttp(listener.app, {
    pool, directory, lookUps, projected, recordInOutbox, throttles: newThrottles(), nowMs: systemClock.nowMs,
    wakeOutbox, jobs, hint: live.hint, hints: live.hints, pathOfExport: (job) => jobs.folder.pathOf(job),
    config: {
      secureCookies: config.secureCookies, trustForwarded: config.trustForwarded,
      allowedOrigins: config.allowedOrigins,
    },
    note: (event) => noteHttp(telemetry, event),
    ready: () => readiness({ state, link, road }),
    metrics: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    consoleFiles: await loadConsoleFiles(join(repositoryRoot(), 'dist/console')),
    mediaStore, voices, uploads: new Uploads(), voice: road.voice,
    sendersOf: (device, media) => sendersOf(loaded, { device, media }),
  })
}

function startTimers(road: Road): { stop(): void }[] {
  const { run, voice, phones, seats, teamwork, feed, journal } = road
  return [
    // A hub whose beats wait in its own queue must not fill it with more of them.
    systemClock.every(hubLimits.hubBeatMs, () => {
      if (journal.waiting < hubLimits.journalQueueEventsMax / 2) void voice.say(hubBeat, { run })
    }),
    systemClock.every(limits.heartbeatMs / 6 / ticksPerRound, () => {
      const nowMs = systemClock.nowMs()
      phones.tick(nowMs, ticksPerRound)
      seats.tick(nowMs, { slices: ticksPerRound, reached: feed.position })
    }),
    systemClock.every(flushMs, () => teamwork.flush(systemClock.nowMs())),
  ]
}

/** 20,000 phones are woken 400 at a time, every 100 ms. */
const ticksPerRound = 50
/** How long a stop waits for NATS to take the last facts; without them the others find out by silence. */
const lastWordMs = 3_000

/** Of one part: longer than what it has to write down. What is only embedded has its own time (infrastructure.ts). */
const partStopMs = 4_000
