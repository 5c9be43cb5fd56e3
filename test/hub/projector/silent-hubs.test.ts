import { expect, test } from 'vitest'
import { hubLimits } from '../../../hub/limits.ts'
import { SilentHubs } from '../../../hub/projector/housekeeping.ts'
import type { RunId } from '../../../protocol/ids.ts'
import type { HubRunRow, HubRunState } from '../../../storage/writers/hub-runs.ts'

const paceMs = hubLimits.hubBeatMs
const lateMs = hubLimits.hubLostMs + 1

test('a hub is lost when it stays silent, not when the journal’s time leaps', () => {
  const silent = new SilentHubs()
  const leapt = memory({ beatMs: 0, journalMs: lateMs })
  expect(silent.find(leapt, { nowMs: 0, paceMs })).toEqual([])
  expect(silent.find(leapt, { nowMs: 3 * paceMs - 1, paceMs })).toEqual([])
  // It spoke: NATS was away, and its own first record came a little later.
  expect(silent.find(memory({ beatMs: lateMs, journalMs: lateMs }), { nowMs: 3 * paceMs, paceMs })).toEqual([])
  expect(silent.find(leapt, { nowMs: 4 * paceMs, paceMs })).toEqual([])
  expect(silent.find({ ...leapt, journalMs: lateMs + paceMs }, { nowMs: 7 * paceMs, paceMs })).toEqual(['h1'])
})

test('nobody is lost while nobody is heard', () => {
  const silent = new SilentHubs()
  const late = memory({ beatMs: 0, journalMs: lateMs })
  silent.find(late, { nowMs: 0, paceMs })
  expect(silent.find(late, { nowMs: 100 * paceMs, paceMs })).toEqual([])
})

test('what ended before, and outboxes, are not lost', () => {
  for (const state of ['stopped', 'lost', 'outbox'] as const) {
    const silent = new SilentHubs()
    const ended = memory({ beatMs: 0, journalMs: lateMs, state })
    silent.find(ended, { nowMs: 0, paceMs })
    const later = { ...ended, journalMs: lateMs + 100 * paceMs }
    expect(silent.find(later, { nowMs: 100 * paceMs, paceMs })).toEqual([])
  }
})

test('a new memory begins to wait anew', () => {
  const silent = new SilentHubs()
  const late = memory({ beatMs: 0, journalMs: lateMs })
  silent.find(late, { nowMs: 0, paceMs })
  silent.clear()
  expect(silent.find({ ...late, journalMs: lateMs + paceMs }, { nowMs: 3 * paceMs, paceMs })).toEqual([])
})

function memory({ beatMs, journalMs, state = 'alive' }: { beatMs: number; journalMs: number; state?: HubRunState }) {
  const run = 'h1' as RunId
  const row: HubRunRow = { run, record: 1, beatMs, streamSequence: 1, state }
  return { journalMs, runs: new Map([[run, row]]) }
}
