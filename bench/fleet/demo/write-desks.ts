import type { UserId } from '../../../protocol/ids.ts'
import type { Queries } from '../../../storage/pool.ts'
import type { DemoAccount } from './world.ts'

/** What agents have on their desks: of each the newest conversations, two pinned, two with something begun. */
export async function writeDesks(
  inside: Queries, { world, userOf, nowMs }: {
    world: readonly DemoAccount[]; userOf: (keeper: string) => UserId; nowMs: number
  },
): Promise<void> {
  for (const keeper of new Set(world.map((one) => one.keeper))) {
    const accounts = world.filter((one) => one.keeper === keeper).map(({ account }) => account)
    const { rows } = await inside.query<{ account: string; peer: string }>(`
      select account, peer from conversation where account = any($1) and peer not like '%@chatroom'
      order by last_position desc limit 12`, [accounts])
    const user = userOf(keeper)
    for (const { account, peer } of rows.slice(8, 10)) {
      await inside.query('insert into conversation_pin (app_user, account, peer, position) values ($1, $2, $3, 1)',
        [user, account, peer])
    }
    for (const [index, words] of begun.entries()) {
      const row = rows[2 + index * 2]
      if (row === undefined) continue
      await inside.query(`insert into draft (app_user, account, peer, words, saved_ms, position)
        values ($1, $2, $3, $4, $5, 1)`, [user, row.account, row.peer, words, nowMs])
    }
  }
}

const begun = ['您好，我查一下库存，稍后给您准确的', '优惠可以再帮您申请，不过要先']
