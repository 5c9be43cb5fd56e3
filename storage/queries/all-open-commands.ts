import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'

export interface OpenCommandRow {
  task: string
  device: string
  account: string | null
  peer: string | null
  user: string | null
  name: string
  args: Uint8Array
  expires_ms: number
}

/** Every open command of every phone, oldest first: what a hub starts from. */
export async function readAllOpenCommands(queries: Queries): Promise<OpenCommandRow[]> {
  const { rows } = await queries.query<OpenCommandRow>(selectOpen)
  return rows
}

const selectOpen = statement('all_open_commands', `
  select task, device, account, peer, app_user as "user", name, args, expires_ms from command
  where state = 'open' and device is not null order by requested`)
