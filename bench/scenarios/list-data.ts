import type { AccountId, DeviceId, PeerId, UserId } from '../../protocol/ids.ts'
import { ownerGram, searchGrams, weekGram, weekOf } from '../../protocol/search-grams.ts'
import { copyTarget } from '../../storage/copy-rows.ts'
import { type Pool, type Transaction, statement } from '../../storage/pool.ts'
import { columns, gramsCell } from '../../storage/writers/columns.ts'
import { newFriend, newPersonName } from '../fleet/chatter/people.ts'
import { playScript, trades } from '../fleet/chatter/script.ts'
import { tradeScripts } from '../fleet/chatter/scripts/index.ts'
import { newSlots } from '../fleet/chatter/slots.ts'
import { Dice } from '../fleet/dice.ts'

export interface ListSizes { users: number; accounts: number; friends: number; messages: number }

/**
 * Fills an empty, migrated database with people who look real: Chinese names and places, sentences of the demo's
 * conversations played anew for each. The indexes of grams are built at the end, which a bulk load may do; in
 * service they are filled behind the projector. The same seed makes the same rows.
 */
export async function fillLists(
  pool: Pool, { sizes, seed, say }: { sizes: ListSizes; seed: string; say: (step: string) => void },
): Promise<void> {
  const dice = new Dice(seed)
  await pool.query('drop index message_search_grams')
  await pool.query('drop index contact_search_grams')
  say(`${sizes.users} users, ${sizes.accounts} accounts`)
  const accounts = await writePeople(pool, { sizes, dice })
  say(`${sizes.friends} friends`)
  const peers = await writeFriends(pool, { sizes, dice, accounts })
  say(`${sizes.messages} messages`)
  await writeMessages(pool, { sizes, dice, accounts, peers })
  say('indexes of grams')
  await pool.query('create index message_search_grams on message_search using gin (grams)')
  await pool.query('create index contact_search_grams on contact_search using gin (grams)')
  await pool.query('truncate contact_unindexed')
  say('statistics')
  await pool.query('vacuum analyze')
}

async function writePeople(
  pool: Pool, { sizes, dice }: { sizes: ListSizes; dice: Dice },
): Promise<AccountId[]> {
  const { rows } = await pool.query<{ id: number }>(`insert into department (parent, name)
    select (select min(id) from department), '部门' || n from generate_series(1, 20) n returning id`)
  const users = Array.from({ length: sizes.users }, (_user, at) => ({
    id: `bench-u${at}` as UserId, name: newPersonName(dice).full, department: rows[at % rows.length]?.id ?? 1,
  }))
  await pool.query(insertUsers, columns(users, ({ id }) => id, ({ name }) => name, ({ department }) => department))
  const accounts = Array.from({ length: sizes.accounts }, (_account, at) => ({
    id: `bench-wx${at}` as AccountId, device: `bench-d${at}` as DeviceId, keeper: `bench-u${at % sizes.users}`,
    nickname: `${newPersonName(dice).full}顾问`,
  }))
  await pool.query(insertDevices, columns(accounts, ({ device }) => device, ({ keeper }) => keeper))
  await pool.query(insertAccounts, columns(accounts,
    ({ id }) => id, ({ device }) => device, ({ nickname }) => nickname))
  return accounts.map(({ id }) => id)
}

async function writeFriends(
  pool: Pool, { sizes, dice, accounts }: { sizes: ListSizes; dice: Dice; accounts: readonly AccountId[] },
): Promise<PeerId[]> {
  const peers: PeerId[] = []
  for (let from = 0; from < sizes.friends; from += batchRows) {
    const batch = Array.from({ length: Math.min(batchRows, sizes.friends - from) }, (_friend, at) => {
      const addedAtMs = newestMs - dice.integer(0, 3 * 365 * dayMs)
      const profile = newFriend({ dice, trade: dice.pick(trades), addedAtMs, avatar: '' })
      return { account: accounts[(from + at) % accounts.length] as AccountId, profile }
    })
    for (const { profile } of batch) peers.push(profile.wxid)
    await pool.query(insertFriends, columns(batch,
      ({ account }) => account, ({ profile }) => profile.wxid, ({ profile }) => JSON.stringify(profile),
      ({ profile }) => profile.nickname, ({ profile }) => profile.remark, ({ profile }) => profile.alias,
      ({ profile }) => profile.gender, ({ profile }) => profile.addedAtMs,
      ({ profile: { nickname, remark, alias, wxid } }) => gramsCell(
        searchGrams(`${nickname} ${remark} ${alias} ${wxid}`))))
  }
  return peers
}

async function writeMessages(
  pool: Pool, { sizes, dice, accounts, peers }: {
    sizes: ListSizes; dice: Dice; accounts: readonly AccountId[]; peers: readonly PeerId[]
  },
): Promise<void> {
  const stepMs = (180 * dayMs) / sizes.messages
  let position = 0
  let rows: MessageRow[] = []
  while (position < sizes.messages) {
    // A friend's account is the one that it was dealt to.
    const friend = dice.integer(0, peers.length - 1)
    const [peer, account] = [peers[friend] as PeerId, accounts[friend % accounts.length] as AccountId]
    for (const { text, isOurs } of newConversation(dice)) {
      if (position >= sizes.messages) break
      position += 1
      const atMs = newestMs - Math.round((sizes.messages - position) * stepMs)
      rows.push({ atMs, position, account, peer, isOurs, text })
    }
    if (rows.length < batchRows && position < sizes.messages) continue
    const batch = rows
    rows = []
    await pool.transaction((inside) => storeMessages(inside, batch))
  }
}

interface MessageRow {
  atMs: number; position: number; account: AccountId; peer: PeerId; isOurs: boolean; text: string
}

/** What the two say to each other, played anew. */
export function newConversation(dice: Dice): { text: string; isOurs: boolean }[] {
  const trade = dice.pick(trades)
  const lines = playScript(dice.pick(tradeScripts[trade]), { dice, slots: newSlots({ dice, trade }) })
  return lines.flatMap(({ kind, speaker, text }) => kind === 'text' ? [{ text, isOurs: speaker === 'a' }] : [])
}

async function storeMessages(inside: Transaction, rows: readonly MessageRow[]): Promise<void> {
  await inside.copy(messageTarget, rows)
  await inside.query(insertGrams, columns(rows,
    ({ atMs }) => new Date(atMs).toISOString(), ({ position }) => position,
    ({ account, text, atMs }) => gramsCell([...searchGrams(text), ownerGram(account), weekGram(weekOf(atMs))])))
}

const insertUsers = statement('bench_users', `
  insert into app_user (id, login_name, password, real_name, department, permissions)
  select id, id, '', name, department, '{chat}'
  from unnest($1::text[], $2::text[], $3::int8[]) n (id, name, department)`)
const insertDevices = statement('bench_devices', `
  insert into device (id, key_hash, keeper, info)
  select id, '', keeper, '{"brand":"Xiaomi"}' from unnest($1::text[], $2::text[]) n (id, keeper)`)
const insertAccounts = statement('bench_accounts', `
  insert into account (id, device, logged_in, nickname, changed_at)
  select id, device, true, nickname, 1 from unnest($1::text[], $2::text[], $3::text[]) n (id, device, nickname)`)
const insertFriends = statement('bench_friends', `
  with told as (
    select * from unnest($1::text[], $2::text[], $3::jsonb[], $4::text[], $5::text[], $6::text[], $7::int2[],
      $8::int8[], $9::text[]) n (account, peer, profile, nickname, remark, alias, gender, added_ms, grams)),
  indexed as (insert into contact_search select account, peer, grams::integer[] from told)
  insert into friend (account, peer, profile, nickname, remark, alias, gender, added_ms, changed_at)
  select account, peer, profile, coalesce(nickname, ''), coalesce(remark, ''), coalesce(alias, ''), gender, added_ms, 1
  from told`)
const messageTarget = copyTarget<MessageRow>('message', [
  { name: 'at', type: 'timestamp', of: ({ atMs }) => atMs },
  { name: 'position', type: 'int8', of: ({ position }) => position },
  { name: 'account', type: 'text', of: ({ account }) => account },
  { name: 'peer', type: 'text', of: ({ peer }) => peer },
  { name: 'direction', type: 'text', of: ({ isOurs }) => isOurs ? 'out' : 'in' },
  { name: 'type', type: 'text', of: () => 'text' },
  { name: 'text', type: 'text', of: ({ text }) => text },
  { name: 'body', type: 'bytes', of: () => noBody },
  { name: 'sent_ms', type: 'int8', of: ({ atMs }) => atMs },
  { name: 'state', type: 'text', of: ({ isOurs }) => isOurs ? 'sent' : 'received' },
  { name: 'changed_at', type: 'int8', of: ({ position }) => position },
])
const insertGrams = statement('bench_grams', `
  insert into message_search (at, position, grams)
  select at, position, grams::integer[] from unnest($1::timestamptz[], $2::int8[], $3::text[]) n (at, position, grams)`)

const noBody = new Uint8Array()
const batchRows = 2_000
const dayMs = 86_400_000
/** Fixed, so that a database filled once is measured again alike. */
const newestMs = Date.UTC(2026, 10, 28, 12)
