import { hubStarted, deviceConnected, seatConnected } from '../../../../protocol/events/hub.ts'
import type { Fact } from '../../../../protocol/events/fact.ts'
import type { HubEvent } from '../../../../protocol/events/index.ts'
import type { FieldSet, Fields } from '../../../../protocol/fields.ts'
import {
  type DeviceId, type InstallId, type Position, type RunId, type SourceId, type TabId, type UserId, hubSource, phoneSource, positionOf,
  tabSource,
} from '../../../../protocol/ids.ts'
import type { OwnRecord } from '../../../../hub/journal/journal.ts'
import type { TestJournal } from '../../../support/journal.ts'

/** One that numbers its facts: a hub, a phone's install, a console's tab. */
export interface Speaker {
  readonly source: SourceId
  epoch: Position
  last: number
  say<Name extends string, S extends FieldSet>(fact: Fact<Name, S>, value: Fields<S>): HubEvent
}

/** Plays a hub with its phones and consoles: what they say goes into the journal numbered as it must be. */
export class Cast {
  readonly run: RunId
  readonly hub: Speaker
  #own: TestJournal
  #waiting: HubEvent[] = []
  atMs = Date.parse('2026-03-01T08:00:00Z')

  /** `own.journal` must be of this run, and its `onStored` must push to `own.stored` (it does). */
  constructor(own: TestJournal) {
    this.#own = own
    this.run = own.journal.run
    this.hub = this.speaker(hubSource(this.run))
    this.hub.say(hubStarted, { run: this.run })
  }

  speaker(source: SourceId): Speaker {
    const speaker: Speaker = {
      source, epoch: 0, last: 0,
      say: (fact, value) => {
        speaker.last += 1
        const stamp = { source, sequence: speaker.last, epoch: speaker.epoch, atMs: this.atMs }
        const event = fact.of(stamp, value) as unknown as HubEvent
        this.#waiting.push(event)
        return event
      },
    }
    return speaker
  }

  /** An event as it is, whatever its numbers. */
  push(event: HubEvent): void {
    this.#waiting.push(event)
  }

  async phone(device: DeviceId, install: string, known?: Speaker): Promise<Speaker> {
    const speaker = known ?? this.speaker(phoneSource(device, install as InstallId))
    this.hub.say(deviceConnected, {
      run: this.run, device, install: install as InstallId, info: { brand: 'brand', model: device }, claimed: speaker.last,
    })
    speaker.epoch = (await this.flush()).at(-1) as Position
    return speaker
  }

  async tab(user: UserId, tab: TabId, known?: Speaker): Promise<Speaker> {
    const speaker = known ?? this.speaker(tabSource(user, tab))
    this.hub.say(seatConnected, { run: this.run, user, tab })
    speaker.epoch = (await this.flush()).at(-1) as Position
    return speaker
  }

  /** Everything said since the last time, in one record (or some, if it is much); their positions. */
  async flush(): Promise<Position[]> {
    const events = this.#waiting.splice(0)
    const from = this.#own.stored.length
    for (const event of events) this.#own.journal.offerOwn(event)
    await this.#own.journal.drain()
    // `drain` ends with the last record's answer.
    return this.#own.stored.slice(from).flatMap(positionsOf)
  }
}

function positionsOf({ streamSequence, events }: OwnRecord): Position[] {
  return events.map((_, index) => positionOf(streamSequence, index))
}
