import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeviceId, InstallId } from '../../../protocol/ids.ts'
import {
  type PhoneState, loadPhoneState, newPhoneState, savePhoneState,
} from '../../../bench/fleet/phone-state.ts'
import { Uplink } from '../../../bench/fleet/uplink.ts'

/** The hub's truth: per install, what it has stored; the wire between: frames on their way. */
class World {
  state: PhoneState = newPhoneState({ device: 'd1' as DeviceId, key: 'k', install: 'i0' as InstallId })
  uplink = new Uplink(this.state)
  readonly stored = new Map<string, unknown[]>()
  wire: unknown[][][] = []
  window = 4
  granted = 0
  connected = false
  said = 0
  installs = 0
  readonly faults: string[] = []

  say(): void {
    this.uplink.offer([0x20, `m${this.said++}`])
    this.flush()
  }

  flush(): void {
    for (let frame = this.take(); frame.length > 0; frame = this.take()) this.wire.push(frame)
  }

  connect(): void {
    if (this.connected) return
    const last = this.kept().length
    if (this.uplink.onWelcome({ lastSequence: last, window: this.window }) === 'foreign') {
      this.uplink.startAnew(`i${++this.installs}` as InstallId)
      return this.connect()
    }
    this.connected = true
    this.granted = last + this.window
    this.flush()
  }

  /** Of what is on the wire, the first frames still arrive. */
  cut(arriving: number): void {
    this.arrive(arriving)
    this.wire = []
    this.connected = false
    this.uplink.onLost()
  }

  arrive(frames: number): void {
    for (const frame of this.wire.splice(0, frames)) for (const message of frame) this.store(message)
  }

  ack(): void {
    if (!this.connected) return
    const sequence = this.kept().length
    this.granted = Math.max(this.granted, sequence + this.window)
    if (!this.uplink.onAcked({ sequence, window: this.window })) this.faults.push(
      `an ack of ${sequence} was not expected`,
    )
    this.flush()
  }

  restore(backup: Uint8Array): void {
    this.cut(0)
    this.state = loadPhoneState(backup)
    this.uplink = new Uplink(this.state)
  }

  drain(): void {
    this.connect()
    for (let turn = 0; turn < 10_000 && this.state.kept.length > 0; turn++) {
      this.arrive(1)
      this.ack()
    }
  }

  kept(): unknown[] {
    const { install } = this.state
    if (!this.stored.has(install)) this.stored.set(install, [])
    return this.stored.get(install) as unknown[]
  }

  private take(): unknown[][] {
    return this.uplink.take({ messagesMax: 3 })
  }

  private store([, sequence, content]: unknown[]): void {
    const kept = this.kept()
    if ((sequence as number) > this.granted) this.faults.push(`${String(sequence)} is beyond the window`)
    if (sequence === kept.length + 1) kept.push(content)
    else if ((sequence as number) > kept.length) this.faults.push(
      `${String(sequence)} leaves a hole after ${kept.length}`,
    )
  }
}

type Step = (world: World) => void

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Step>((world) => world.say()) },
  { weight: 4, arbitrary: fc.nat(3).map((frames) => (world: World) => world.arrive(frames)) },
  { weight: 3, arbitrary: fc.constant<Step>((world) => world.ack()) },
  { weight: 2, arbitrary: fc.nat(3).map((frames) => (world: World) => world.cut(frames)) },
  { weight: 3, arbitrary: fc.constant<Step>((world) => world.connect()) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 9 }).map(
    (window) => (world: World) => { world.window = window },
  ) },
)

test('whatever acks and cuts come: no gap, order kept, window respected, everything stored once', () => {
  fc.assert(fc.property(fc.array(steps, { maxLength: 120 }), (script) => {
    const world = new World()
    for (const step of script) step(world)
    world.drain()
    expect(world.faults).toEqual([])
    expect(world.kept()).toEqual(Array.from({ length: world.said }, (_, index) => `m${index}`))
  }), { numRuns: 400 })
})

test('whatever backup is restored: nothing said after it is lost or taken for something else', () => {
  const part = fc.array(steps, { maxLength: 60 })
  fc.assert(fc.property(part, part, part, (before, between, after) => {
    const world = new World()
    for (const step of before) step(world)
    const backup = savePhoneState(world.state)
    for (const step of between) step(world)
    world.restore(backup)
    const firstNew = world.said
    for (const step of after) step(world)
    world.drain()
    const all = new Set([...world.stored.values()].flat())
    const lost = Array.from(
      { length: world.said - firstNew }, (_, index) => `m${firstNew + index}`,
    ).filter((one) => !all.has(one))
    expect([world.faults, lost]).toEqual([[], []])
    for (const contents of world.stored.values()) expect(new Set(contents).size).toBe(contents.length)
  }), { numRuns: 400 })
})
