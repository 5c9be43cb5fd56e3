import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SensitiveWords } from '../../../actors/rules/sensitive-words.ts'
import { LastAnswers } from '../../../hub/guard/last-answers.ts'
import { pairKey } from '../../../hub/projector/slice/book.ts'
import { foldEvent } from '../../../hub/projector/slice/fold-event.ts'
import { Slice } from '../../../hub/projector/slice/slice.ts'
import { peersAssigned } from '../../../protocol/events/outbox.ts'
import type { HubEvent } from '../../../protocol/events/index.ts'
import { type Position, type UserId, outboxSource } from '../../../protocol/ids.ts'
import { QuietRules } from '../../../protocol/quiet.ts'
import { readTurnsCell, turnsCell } from '../../../storage/turns-cell.ts'
import { readWaitingCell, waitingCell } from '../../../storage/waiting-cell.ts'
import type { StoredConversation } from '../../../storage/writers/conversations.ts'
import type { ResponseRow } from '../../../storage/writers/responses.ts'
import {
  type Counted, type Seat, type Step, anyTalk, eventOf, inOrder, keeper, offline, timed,
} from '../../actors/rules/support/talks.ts'
import { account, peer } from '../../protocol/support/chat-events.ts'

const key = pairKey(account, peer)

/** What storage keeps between batches, and nothing else. */
class Stored {
  #conversation: StoredConversation | null = null
  #assigned: Seat = null
  readonly #responses = new Map<Position, Counted>()

  apply(batch: readonly { event: HubEvent; position: Position; journalMs: number }[]): void {
    const answers = new LastAnswers({ answers: [], count: 0 })
    const slice = new Slice({ quiet: new QuietRules({ types: [], words: [] }), words: new SensitiveWords(), answers })
    if (this.#conversation !== null) slice.conversations.load(key, this.#conversation)
    slice.serving.set(key, { account, peer, assigned: this.#assigned, keeper })
    for (const at of batch) foldEvent(slice, at as Parameters<typeof foldEvent>[1])
    for (const row of slice.responses) this.#responses.set(row.position, this.#countedOf(row))
    for (const { position, sinceMs } of slice.corrections.values()) {
      const response = this.#responses.get(position)
      if (sinceMs === null) this.#responses.delete(position)
      else if (response !== undefined) response.sinceMs = Math.max(response.sinceMs, sinceMs)
    }
    for (const { seat } of slice.assignments.changed()) this.#assigned = seat
    for (const row of slice.conversations.changed()) this.#conversation = readBack(row)
  }

  responses(): Counted[] {
    return inOrder([...this.#responses.values()])
  }

  #countedOf({ seat, settled, sinceMs, atMs }: ResponseRow): Counted {
    const served = settled ? seat : seat ?? this.#assigned
    return { seat: served === keeper ? null : served, sinceMs, respondedMs: atMs }
  }
}

function readBack(row: StoredConversation): StoredConversation {
  const waiting = readWaitingCell(waitingCell(row), row.waitingSinceMs)
  return { ...row, waiting, turns: readTurnsCell(turnsCell(row)) }
}

function assigned(seat: UserId | null, atMs: number): HubEvent {
  return peersAssigned.of({ source: outboxSource, sequence: 1, epoch: 0, atMs }, {
    account, peers: [peer], seat, seatName: seat ?? '', by: null, byName: null, reason: 'manual', notice: false,
    note: null,
  })
}

function eventsOf(steps: readonly Step[]): { event: HubEvent; position: Position; journalMs: number }[] {
  return timed(steps).map((one, index) => {
    const { step, atMs: journalMs } = one
    const event = step.kind === 'handOver' ? assigned(step.to, journalMs) : eventOf(one) as HubEvent
    return { event, position: index + 100, journalMs }
  })
}

test('wrong response times: batch by batch, with what is stored between them, equals a look back over all', () => {
  fc.assert(fc.property(anyTalk, fc.array(fc.integer({ min: 1, max: 9 })), (steps, sizes) => {
    // Before a first message there is no conversation that could change hands.
    const first = steps.findIndex(({ kind }) => kind === 'asks' || kind === 'line' || kind === 'answers')
    const talk = steps.slice(Math.max(first, 0)).filter(({ kind }) => kind !== 'retry')
    const stored = new Stored()
    const events = eventsOf(talk)
    for (const size of sizes) stored.apply(events.splice(0, size))
    stored.apply(events)
    expect(stored.responses()).toEqual(offline(talk))
  }), { numRuns: 500 })
})
