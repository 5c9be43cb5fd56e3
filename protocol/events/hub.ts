import { integer } from '../fields.ts'
import { deviceId, installId, mediaId, position, runId, tabId, userId } from '../ids.ts'
import { deviceInfo, name, reason } from '../kinds.ts'
import { limits } from '../limits.ts'
import { fact } from './fact.ts'

export const hubStarted = fact({
  code: 0x60, name: 'hubStarted', about: 'A hub began a run.', fields: { run: runId() },
})

export const hubBeat = fact({
  code: 0x61, name: 'hubBeat',
  about: 'A hub is alive. One that stays silent while the journal advances is declared lost.',
  fields: { run: runId() },
})

export const hubStopped = fact({
  code: 0x62, name: 'hubStopped',
  about: 'A hub drained and stopped; its devices and seats are offline.',
  fields: { run: runId() },
})

/**
 * The position of this event is the connection's epoch: events of an older one are ignored by every reader
 * alike.
 */
export const deviceConnected = fact({
  code: 0x63, name: 'deviceConnected', about: 'A phone’s hello.',
  fields: {
    run: runId(), device: deviceId(), install: installId(), info: deviceInfo(),
    /** The last number the phone had used, as it says. */
    claimed: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  },
})

export const deviceDisconnected = fact({
  code: 0x64, name: 'deviceDisconnected', about: 'A phone’s connection ended.',
  fields: { device: deviceId(), connection: position(), reason: reason() },
})

export const seatConnected = fact({
  code: 0x65, name: 'seatConnected', about: 'A console tab’s hello. Its position is the tab’s epoch.',
  fields: { run: runId(), user: userId(), tab: tabId() },
})

export const seatDisconnected = fact({
  code: 0x66, name: 'seatDisconnected', about: 'A console tab’s connection ended.',
  fields: { user: userId(), tab: tabId(), connection: position(), reason: reason() },
})

export const mediaStored = fact({
  code: 0x67, name: 'mediaStored', about: 'A media file is complete, checked and on disk.',
  fields: {
    media: mediaId(), bytes: integer({ min: 0, max: limits.mediaBytesMax }), mime: name(),
    width: integer({ min: 0, max: 100_000 }), height: integer({ min: 0, max: 100_000 }),
    /** `d/<device>` or `u/<user>`. */
    uploader: name(),
  },
})

export const hubFacts = [
  hubStarted, hubBeat, hubStopped, deviceConnected, deviceDisconnected, seatConnected, seatDisconnected,
  mediaStored,
] as const
