import * as account from './account.ts'
import * as automation from './automation.ts'
import * as contact from './contact.ts'
import * as deviceCommand from './device-command.ts'
import * as device from './device.ts'
import * as sensitiveWord from './sensitive-word.ts'
import * as library from './library.ts'
import * as user from './user.ts'

/** Every bulk action, by its name. */
export const bulkActions = {
  ...user, ...device, ...deviceCommand, ...account, ...contact, ...automation, ...sensitiveWord,
  ...library,
}
export type BulkActionName = keyof typeof bulkActions
/** Sorted: the order of a module's exports depends on who loads it. */
export const bulkActionNames = (Object.keys(bulkActions) as BulkActionName[]).sort()
