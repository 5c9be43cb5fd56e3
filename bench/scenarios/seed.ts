import { join } from 'node:path'
import { startDatabase } from '../../hub/embedded/database.ts'
import { hashOf } from '../../hub/sessions/secret.ts'
import { sessionMs } from '../../hub/sessions/cookie.ts'
import { migrate } from '../../storage/migrate.ts'
import { type Queries, newPool } from '../../storage/pool.ts'
import type { Credentials } from '../load/credentials.ts'

export interface SeedOptions {
  /** As HUB_DATA: the database goes where the hub looks for it. */
  dataDir: string
  credentials: Credentials
  phones: number
  seats: number
  phonesPerSeat: number
}

/** Enrols the bench's phones and signs its seats in, in a database that no hub has seen yet. */
export async function seed(options: SeedOptions): Promise<void> {
  const database = await startDatabase({ dataDir: join(options.dataDir, 'database') })
  const pool = newPool({ url: database.url, max: 1, onError: () => undefined })
  try {
    const migrated = await migrate({ pool })
    if (migrated.outcome === 'refused') throw new Error(migrated.message)
    await pool.transaction((inside) => insertEverybody(inside, options))
  } finally {
    await pool.end()
    await database.stop()
  }
}

/** Into a migrated database. */
export async function insertEverybody(
  inside: Queries, { credentials, phones, seats, phonesPerSeat }: Omit<SeedOptions, 'dataDir'>,
): Promise<void> {
  const { deviceOf, keyOf, userOf, tokenOf } = credentials
  const everyPhone = Array.from({ length: phones }, (_, index) => index)
  const everySeat = Array.from({ length: seats }, (_, index) => index)
  const { rows } = await inside.query<{ id: number }>(`insert into department (name) values ('bench') returning id`)
  await inside.query(insertUsers, [everySeat.map(userOf), rows[0]?.id])
  await inside.query(insertSessions, [
    everySeat.map((seat) => hashOf(tokenOf(seat))), everySeat.map(userOf), new Date(Date.now() + sessionMs),
  ])
  await inside.query(insertDevices, [
    everyPhone.map(deviceOf), everyPhone.map((phone) => hashOf(keyOf(phone))),
    // Phones beyond the last seat's belong to the first ones again.
    everyPhone.map((phone) => userOf(Math.floor(phone / phonesPerSeat) % seats)),
  ])
}

const insertUsers = `
  insert into app_user (id, login_name, password, real_name, department, permissions)
  select id, id, 'scrypt$1$1$1$none$none', id, $2, '{chat,devices}' from unnest($1::text[]) as id`
const insertSessions = `
  insert into session (token_hash, app_user, expires_at)
  select hash, app_user, $3 from unnest($1::bytea[], $2::text[]) as given (hash, app_user)`
const insertDevices = `
  insert into device (id, key_hash, keeper)
  select * from unnest($1::text[], $2::bytea[], $3::text[])`
