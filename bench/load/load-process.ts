import { newCredentials } from './credentials.ts'
import type { PeerKind } from './lines.ts'
import { LoadFleet, type Marked } from './load-fleet.ts'
import type { WriteSize } from './load-phone.ts'

/** What the parent asks for, one at a time. */
export type LoadVerb =
  | { do: 'open'; kind: PeerKind; port: number; secret: string; phonesPerSeat?: number; seatsWrite?: boolean }
  | { do: 'connect'; phones: number; seats: number }
  | { do: 'saturate'; size: WriteSize; inFlightMax: number }
  | { do: 'pace'; size: WriteSize; perSecond: number }
  | { do: 'pace seats'; to: readonly number[]; perSecond: number }
  | { do: 'mark' }
  | { do: 'settle'; withinMs: number }
  | { do: 'disconnect' }

export type LoadAnswer = { done: true; marked: Marked | null } | { done: false; reason: string }

let fleet: LoadFleet | null = null

async function obey(verb: LoadVerb): Promise<Marked | null> {
  if (verb.do === 'open') {
    const { kind, port, secret, phonesPerSeat, seatsWrite } = verb
    fleet = new LoadFleet({ kind, port, phonesPerSeat, seatsWrite, credentials: newCredentials(secret) })
    return null
  }
  if (fleet === null) throw new Error('no fleet was opened')
  switch (verb.do) {
    case 'connect': await fleet.connect(verb); return null
    case 'saturate': fleet.saturate(verb); return null
    case 'pace': fleet.pace(verb); return null
    case 'pace seats': fleet.paceSeats(verb); return null
    case 'mark': return fleet.mark()
    case 'settle': await fleet.settle(verb.withinMs); return null
    case 'disconnect': await fleet.disconnect(); return null
  }
}

process.on('message', (verb: LoadVerb) => {
  obey(verb).then(
    (marked) => process.send?.({ done: true, marked } satisfies LoadAnswer),
    (error: unknown) => process.send?.({ done: false, reason: String(error) } satisfies LoadAnswer),
  )
})
process.once('disconnect', () => process.exit())
