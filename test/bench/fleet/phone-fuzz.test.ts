import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AccountId, DeviceId, PeerId } from '../../../protocol/ids.ts'
import { hastyDelays } from '../../../bench/fleet/come-back.ts'
import { SimulatedPhone } from '../../../bench/fleet/phone.ts'
import { newPhoneState } from '../../../bench/fleet/phone-state.ts'
import { FakeHub } from './fake-hub.ts'

type Deed =
  | 'say' | 'ask' | 'askAgain' | 'cut' | 'pullTheCable' | 'connect' | 'hold' | 'ack' | 'narrow' | 'wide' | 'wait'
  | 'busy'

const deeds = fc.array(fc.constantFrom<Deed[]>(
  'say', 'say', 'say', 'ask', 'askAgain', 'cut', 'pullTheCable', 'connect', 'hold', 'ack', 'narrow', 'wide',
  'wait', 'wait', 'busy',
), { maxLength: 60 })

test('over real sockets: numbers without gaps, order, window, each task once and answered', async () => {
  await fc.assert(fc.asyncProperty(deeds, async (script) => {
    await using hub = await FakeHub.start()
    const state = newPhoneState({ device: 'd1' as DeviceId, key: 'k' })
    await using phone = new SimulatedPhone({ hubs: [hub.url], state, delays: hastyDelays })
    const executed: string[] = []
    phone.on('executed', ({ task }) => executed.push(task))
    phone.logIn({ wxid: me })
    await phone.connect()
    const run = { hub, phone, said: 0, asked: new Set<string>() }
    for (const deed of script) await doIt(deed, run)
    hub.acks = true
    await phone.connect()
    hub.ackAll()
    for (const task of run.asked) hub.ask(task, send(task))
    await Promise.all(
      [...run.asked].map((task) => expect.poll(() => answered(hub).has(task), { interval: 2 }).toBe(true)),
    )
    await phone.drained()
    expect(hub.faults).toEqual([])
    expect(hub.kept().filter(([code]) => code === 0x20).map((values) => values[10]))
      .toEqual(Array.from({ length: run.said }, (_, index) => String(index)))
    expect(executed.toSorted()).toEqual([...run.asked].toSorted())
  }), { numRuns: 30 })
})

interface Run {
  hub: FakeHub
  phone: SimulatedPhone
  said: number
  asked: Set<string>
}

async function doIt(deed: Deed, run: Run): Promise<void> {
  const { hub, phone } = run
  switch (deed) {
    case 'say': return void phone.write({ account: me, peer, text: String(run.said++) })
    case 'ask': return ask(hub, run.asked, `t.${run.asked.size}`)
    case 'askAgain': return ask(hub, run.asked, 't.0')
    case 'cut': return hub.cut()
    case 'pullTheCable': return phone.pullTheCable()
    case 'connect': return void await phone.connect()
    case 'hold': hub.acks = false; return
    case 'ack': return phone.live ? hub.ackAll() : undefined
    case 'narrow': hub.window = 2; return
    case 'wide': hub.window = 100; return
    case 'busy': return hub.close(4200, 'hub-busy retry=2')
    case 'wait': await new Promise((resolve) => { setImmediate(resolve) })
  }
}

function ask(hub: FakeHub, asked: Set<string>, task: string): void {
  asked.add(task)
  hub.ask(task, send(task))
}

function send(text: string) {
  return { kind: 'sendMessage', peer, type: 'text', text, media: null, body: Uint8Array.of(0x80) } as const
}

function answered(hub: FakeHub): Set<unknown> {
  return new Set(hub.kept().filter(([code]) => code === 0x30).map((values) => values[2]))
}

const me = 'wxid_me' as AccountId
const peer = 'wxid_peer' as PeerId
