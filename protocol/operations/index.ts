import * as chat from './chat.ts'
import * as device from './device.ts'
import * as session from './session.ts'

/** Every operation of the HTTP API, by its name. */
export const operations = { ...session, ...chat, ...device }
export type OperationName = keyof typeof operations
