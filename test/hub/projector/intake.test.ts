import { expect, test } from 'vitest'
import { encodeEvent, packRecord } from '../../../hub/journal/record.ts'
import { hubLimits } from '../../../hub/limits.ts'
import type { RecordListener } from '../../../hub/nats/record-reader.ts'
import { Intake } from '../../../hub/projector/intake.ts'
import type { RunId } from '../../../protocol/ids.ts'
import { started } from '../../support/events.ts'

const event = encodeEvent(started('h1' as RunId))
const bytesMax = hubLimits.projectorBatchBytes

test('hands over whole records of about as many events as asked, and keeps them until they are stored', () => {
  const { intake, read } = newIntake()
  intake.seek(5)
  read({ from: 5, sizes: [3, 3, 10] })
  expect(sequencesOf(intake.peek({ eventsMax: 7, bytesMax }))).toEqual([5, 6])
  expect(sequencesOf(intake.peek({ eventsMax: 1, bytesMax }))).toEqual([5])
  intake.drop(6)
  expect(sequencesOf(intake.peek({ eventsMax: 7, bytesMax }))).toEqual([7])
  intake.drop(7)
  expect(intake.empty).toBe(true)
})

test('hands over no more bytes than asked, but always a record', () => {
  const { intake, read } = newIntake()
  intake.seek(1)
  read({ from: 1, sizes: [2, 2, 2] })
  const recordBytes = intake.peek({ eventsMax: 1, bytesMax })[0]?.data.length ?? 0
  expect(sequencesOf(intake.peek({ eventsMax: 100, bytesMax: 2 * recordBytes }))).toEqual([1, 2])
  expect(sequencesOf(intake.peek({ eventsMax: 100, bytesMax: 2 * recordBytes - 1 }))).toEqual([1])
  expect(sequencesOf(intake.peek({ eventsMax: 100, bytesMax: 1 }))).toEqual([1])
})

test('a full intake stops reading, and starts again behind what it has once more than half is drained', () => {
  const { intake, read, readers } = newIntake()
  const half = hubLimits.projectorAheadEvents / 2
  intake.seek(1)
  read({ from: 1, sizes: [half - 1, half + 1] })
  expect(readers).toMatchObject([{ from: 1, stopped: true }])
  // The stopped reader had asked for more: that is read again later.
  read({ from: 3, sizes: [1] })
  intake.drop(1)
  expect(readers).toHaveLength(1)
  intake.drop(2)
  expect(readers).toMatchObject([{ from: 1, stopped: true }, { from: 3, stopped: false }])
  read({ from: 3, sizes: [1] })
  expect(sequencesOf(intake.peek({ eventsMax: 10, bytesMax }))).toEqual([3])
})

test('where there is time it reads on as soon as a batch of the largest size has room', () => {
  const { intake, read, readers } = newIntake()
  const { projectorAheadEvents: ahead, projectorBatchEvents: batch } = hubLimits
  intake.seek(1)
  read({ from: 1, sizes: [batch - 1, 1, ahead - batch] })
  intake.drop(1)
  intake.readAhead()
  expect(readers).toHaveLength(1)
  intake.drop(2)
  expect(readers).toHaveLength(1)
  intake.readAhead()
  expect(readers).toMatchObject([{ from: 1, stopped: true }, { from: 4, stopped: false }])
})

test('going back to what it has keeps it, anything else is read afresh', () => {
  const { intake, read, readers } = newIntake()
  intake.seek(1)
  read({ from: 1, sizes: [1, 1, 1] })
  intake.seek(2)
  expect(sequencesOf(intake.peek({ eventsMax: 10, bytesMax }))).toEqual([2, 3])
  expect(readers).toHaveLength(1)
  intake.seek(9)
  expect(intake.empty).toBe(true)
  expect(readers).toMatchObject([{ from: 1, stopped: true }, { from: 9, stopped: false }])
})

test('a gap or a damaged record stops everything before it, once what lies before it is taken', () => {
  const { intake, read, readers } = newIntake()
  intake.seek(1)
  read({ from: 1, sizes: [1] })
  readers.at(-1)?.listener.onGap({ kind: 'lost', from: 2, to: 2 })
  read({ from: 3, sizes: [1] })
  expect(sequencesOf(intake.peek({ eventsMax: 10, bytesMax }))).toEqual([1])
  intake.drop(1)
  expect(intake.empty).toBe(false)
  expect(() => intake.peek({ eventsMax: 10, bytesMax })).toThrow('records 2–2 of the journal are missing')
})

interface Reader { from: number; stopped: boolean; listener: RecordListener }

function newIntake() {
  const readers: Reader[] = []
  const intake = new Intake({
    onReady: () => undefined,
    read: (from, listener) => {
      const reader: Reader = { from, stopped: false, listener }
      readers.push(reader)
      return { stop: () => Promise.resolve(void (reader.stopped = true)) }
    },
  })
  const read = ({ from, sizes }: { from: number; sizes: readonly number[] }): void => {
    for (const [index, size] of sizes.entries()) {
      const events = Array.from({ length: size }, () => event)
      const data = packRecord({ number: from + index, timeMs: 1, events })
      readers.at(-1)?.listener.onRecord({ streamSequence: from + index, subject: 'journal.h1', data })
    }
  }
  return { intake, read, readers }
}

function sequencesOf(records: readonly { streamSequence: number }[]): number[] {
  return records.map(({ streamSequence }) => streamSequence)
}
