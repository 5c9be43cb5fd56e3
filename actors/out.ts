import type { CloseCode } from '../protocol/close-codes.ts'
import type { Stamp } from '../protocol/events/fact.ts'
import type { HubEvent } from '../protocol/events/index.ts'
import type { AccountId, InstallId, PeerId, Position, TabId } from '../protocol/ids.ts'
import type { DeviceInfo } from '../protocol/kinds.ts'
import type { CarriedUplink } from '../protocol/messages/phone.ts'

/** What an actor can do: it says, the hub does. Tests record it. */
export interface ConnectionOut {
  /** Messages for the peer, in one frame. */
  send(messages: readonly (readonly unknown[])[]): void
  close(code: CloseCode, advice?: { retryMs?: number; detail?: string }): void
  /** 'full': nothing was taken; the peer keeps it and comes back. */
  append(event: HubEvent): 'taken' | 'full'
}

export interface DeviceOut extends ConnectionOut {
  /** `append` of a message whose fields are stored as they came. */
  carry(stamp: Stamp, carried: CarriedUplink): 'taken' | 'full'
  /** Writes `deviceConnected`; its place comes back as the item `connected`. */
  connect(hello: { install: InstallId; info: DeviceInfo; claimed: number }): void
}

/** A conversation, or none, and whether its agent is writing. */
export interface Attending { account: AccountId | null; peer: PeerId | null; typing: boolean }

/** One seat has several tabs; each verb names the connection. */
export interface SeatOut {
  send(connection: number, messages: readonly (readonly unknown[])[]): void
  /**
   * Bytes of a finished frame, the same for several tabs. It is taken in any case; 'full': the socket has enough,
   * the next waits for the item `drained`.
   */
  sendFrame(connection: number, frame: Uint8Array): 'sent' | 'full'
  close(connection: number, code: CloseCode, advice?: { retryMs?: number; detail?: string }): void
  append(event: HubEvent): 'taken' | 'full'
  connect(connection: number, hello: { tab: TabId }): void
  /** Reads what lies above `after` for this seat, as much as suits one step; it comes back as `caughtUp`. */
  catchUp(connection: number, after: Position): void
  /** What the tab looks at from now on. */
  attend(connection: number, at: Attending): void
}
