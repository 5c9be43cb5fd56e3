import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { expectLiveIsFresh } from '../road/support.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { readMetric } from '../support/metrics.ts'
import { account, enrolPhone, friend, phoneWith, seatAt } from '../support/people.ts'
import type { TestSeat } from '../support/seat.ts'

/** A hub under attack, and a phone and a console beside it that must not notice. */
export interface Ground extends AsyncDisposable {
  hub: TestInstallation
  /** `Authorization` of another phone, for the attacker. */
  bearer: string
  cookie: string
  /** The healthy phone speaks, the healthy console hears it; nothing was closed, no bug was counted. */
  expectUndisturbed(): Promise<void>
  rssBytes(): number
}

export async function startGround(): Promise<Ground> {
  const hub = await startHub()
  const calm = account('calm')
  const phone: SimulatedPhone = await phoneWith(hub, calm)
  const seat: TestSeat = await seatAt(hub)
  const attacker = await enrolPhone(hub)
  let closes = 0
  phone.on('disconnected', () => { closes += 1 })
  const written: string[] = []
  return {
    hub, cookie: await hub.signIn(), bearer: `Bearer ${attacker.state.device}.${attacker.state.key}`,
    rssBytes: () => rssOf(hub.pid),
    async expectUndisturbed() {
      const text = `一切正常 ${written.length}`
      const { msgSvrId } = phone.write({ account: calm, peer: friend('customer'), text })
      written.push(msgSvrId)
      await seat.sees((message) => message.msgSvrId === msgSvrId)
      expect(closes).toBe(0)
      expect(seat.closes).toEqual([])
      expect(hub.exited).toBe(false)
      expect(await readMetric(hub.url, 'ark_bugs_total'), hub.log.slice(-20).join('\n')).toBe(0)
    },
    async [Symbol.asyncDispose]() {
      await expectLiveIsFresh(seat)
      const stored = seat.view.thread({ account: calm, peer: friend('customer') }).map(({ msgSvrId }) => msgSvrId)
      expect(stored).toEqual(written)
      await Promise.all([phone.stop(), seat.stop(), attacker.stop()])
      await hub[Symbol.asyncDispose]()
    },
  }
}

/** Linux only. */
function rssOf(pid: number): number {
  return Number(/^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
}
