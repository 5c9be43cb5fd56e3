import type { InstallId } from '../../protocol/ids.ts'
import type { ReadOf } from '../../protocol/message.ts'
import type { phoneWelcome, refused } from '../../protocol/messages/phone.ts'
import type { Closed } from './line.ts'
import type { Received } from './phone-tasks.ts'
import type { TaskOutcome } from './task-outcome.ts'

export type Welcome = ReadOf<typeof phoneWelcome>
export type Refused = ReadOf<typeof refused>

/** What a simulated phone tells whoever listens. */
export interface PhoneEvents {
  connected: [Welcome]
  disconnected: [Closed]
  acked: [number]
  refused: [Refused]
  command: [Received]
  executed: [Received, TaskOutcome]
  newInstall: [InstallId]
  /** The hub broke the protocol. */
  hubFault: [string]
  /** After each of the others. */
  changed: []
}
