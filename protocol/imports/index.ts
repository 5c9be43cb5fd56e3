import { deviceContacts } from './device-contact.ts'
import { quickReplies } from './quick-reply.ts'
import { users } from './user.ts'

/** Every sheet that can be imported, by its name. */
export const imports = { users, quickReplies }
export type ImportName = keyof typeof imports
export const importNames = Object.keys(imports) as ImportName[]

/** Every sheet that has a template; those of `imports` are taken in by a job of their own. */
export const sheets = { ...imports, deviceContacts }
export type SheetName = keyof typeof sheets
