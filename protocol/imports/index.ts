import { users } from './user.ts'

/** Every sheet that can be imported, by its name. */
export const imports = { users }
export type ImportName = keyof typeof imports
export const importNames = Object.keys(imports) as ImportName[]
