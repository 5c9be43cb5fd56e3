import { messageReceived } from '../../protocol/events/phone.ts'
import type { HubEvent } from '../../protocol/events/index.ts'
import { hubStarted, deviceConnected } from '../../protocol/events/hub.ts'
import type { AccountId, DeviceId, InstallId, MsgSvrId, PeerId, Position, RunId } from '../../protocol/ids.ts'
import { hubSource, phoneSource } from '../../protocol/ids.ts'
import { emptyBody } from '../../protocol/bodies.ts'

export const aDevice = 'd1' as DeviceId
export const anInstall = 'i1' as InstallId
export const anAccount = 'wxid_account' as AccountId
export const aPeer = 'wxid_customer' as PeerId

const atMs = Date.parse('2026-03-01T08:00:00Z')

/** A text of a customer, numbered by its phone. */
export function said(sequence: number, options: {
  epoch?: Position; text?: string; msgSvrId?: string; device?: DeviceId
} = {}): HubEvent {
  const { epoch = 0, text = `message ${sequence}`, device = aDevice } = options
  const { msgSvrId = String(1000 + sequence) } = options
  return messageReceived.of({ source: phoneSource(device, anInstall), sequence, epoch, atMs }, {
    account: anAccount, peer: aPeer, msgSvrId: msgSvrId as MsgSvrId, direction: 'in', sender: null,
    type: 'text', rawType: 1, sentAtMs: atMs, text, media: null, thumbnail: null, body: emptyBody,
  })
}

export function started(run: RunId): HubEvent {
  return hubStarted.of({ source: hubSource(run), sequence: 1, epoch: 0, atMs }, { run })
}

export function connected(run: RunId, sequence: number, device = aDevice, install = anInstall): HubEvent {
  return deviceConnected.of({ source: hubSource(run), sequence, epoch: 0, atMs }, {
    run, device, install, info: {}, claimed: 0,
  })
}
