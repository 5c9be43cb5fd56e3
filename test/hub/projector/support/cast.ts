import { Journal, type OwnRecord } from '../../../../hub/journal/journal.ts'
import { openJournalStream } from '../../../../hub/nats/journal-stream.ts'
import { type NatsLink, connectNats } from '../../../../hub/nats/nats-link.ts'
import { newRecordPublisher } from '../../../../hub/nats/record-publisher.ts'
import { deviceConnected, hubStarted, seatConnected } from '../../../../protocol/events/hub.ts'
import type { Fact } from '../../../../protocol/events/fact.ts'
import type { HubEvent } from '../../../../protocol/events/index.ts'
import type { FieldSet, Fields } from '../../../../protocol/fields.ts'
import {
  type DeviceId, type InstallId, type Position, type RunId, type SourceId, type TabId, type UserId, hubSource,
  phoneSource, positionOf, tabSource,
} from '../../../../protocol/ids.ts'

/** One that numbers its facts: a hub, a phone's install, a console's tab. */
export interface Speaker {
  readonly source: SourceId
  epoch: Position
  last: number
  say<Name extends string, S extends FieldSet>(fact: Fact<Name, S>, value: Fields<S>): HubEvent
}

/** Plays a hub with its phones and consoles: what they say goes into the journal, numbered as it must be. */
export class Cast implements AsyncDisposable {
  readonly run: RunId
  readonly hub: Speaker
  readonly link: NatsLink
  /**
   * Journal time of the next records. The projector's own have the time of the machine, so this starts there
   * and only grows.
   */
  nowMs = Date.now()
  #journal: Journal
  #stored: OwnRecord[] = []
  #waiting: HubEvent[] = []

  static async open(natsUrl: string, run: string): Promise<Cast> {
    const link = await connectNats({ url: natsUrl, name: run })
    const stream = await openJournalStream(link, { bytesMax: 256 * 2 ** 20, replicas: 1 })
    return new Cast({ link, stream, run: run as RunId })
  }

  private constructor(
    { link, stream, run }: { link: NatsLink; stream: Awaited<ReturnType<typeof openJournalStream>>; run: RunId },
  ) {
    this.link = link
    this.run = run
    this.#journal = new Journal({
      run, nowMs: () => this.nowMs, isUp: () => link.up, lastOwn: () => stream.lastOf(run),
      publisher: (onAnswer) => newRecordPublisher({ link, run, onAnswer }),
      onStored: (record) => this.#stored.push(record), onNews: () => undefined,
    })
    link.onUp(() => this.#journal.onUp())
    this.hub = this.speaker(hubSource(run))
    this.hub.say(hubStarted, { run })
  }

  speaker(source: SourceId): Speaker {
    const speaker: Speaker = {
      source, epoch: 0, last: 0,
      say: (fact, value) => {
        speaker.last += 1
        const stamp = { source, sequence: speaker.last, epoch: speaker.epoch, atMs: this.nowMs }
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
      run: this.run, device, install: install as InstallId, info: { brand: 'brand', model: device },
      claimed: speaker.last,
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

  /**
   * Everything said since the last time, in as few records as may be; their positions once they are stored.
   */
  async flush(): Promise<Position[]> {
    const from = this.#stored.length
    for (const event of this.#waiting.splice(0)) this.#journal.offerOwn(event)
    await this.#journal.drain()
    return this.#stored.slice(from).flatMap(positionsOf)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#journal.stop()
    await this.link.close()
  }
}

function positionsOf({ streamSequence, events }: OwnRecord): Position[] {
  return events.map((_, index) => positionOf(streamSequence, index))
}
