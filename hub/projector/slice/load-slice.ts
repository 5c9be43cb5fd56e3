import type { Position } from '../../../protocol/ids.ts'
import { readFriendFlags } from '../../../storage/queries/friend-flags.ts'
import { readServing } from '../../../storage/queries/serving.ts'
import { readKeeping } from '../../../storage/writers/account-moves.ts'
import { readAccountHomes } from '../../../storage/writers/accounts.ts'
import { readCommands } from '../../../storage/writers/commands.ts'
import { readContactSnapshots } from '../../../storage/writers/contact-snapshots.ts'
import { type ConversationKey, readStoredConversations } from '../../../storage/writers/conversations.ts'
import { readDevicePresence } from '../../../storage/writers/devices.ts'
import { type Identity, type IdentityKey, readIdentities } from '../../../storage/writers/message-identities.ts'
import { type Place, readMessagesAt } from '../../../storage/writers/messages.ts'
import { readTabPresence } from '../../../storage/writers/seat-presence.ts'
import type { Queries } from '../../../storage/pool.ts'
import { readFriendsThere } from '../../../storage/writers/friends.ts'
import type { Memory, RuledMemory } from '../memory.ts'
import { pairKey } from './book.ts'
import type { Needs } from './needs.ts'
import { Slice } from './slice.ts'

/** Reads what the events need. Queries without keys cost nothing. */
export async function loadSlice(
  inside: Queries, needs: Needs, { conversations, assignment, answers, ...rules }: RuledMemory,
): Promise<Slice> {
  const slice = new Slice({ ...rules, answers: answers.fork() })
  await loadMessages(inside, needs, slice)
  await loadConversations(inside, { slice, needs, cache: conversations })
  await loadRisks(inside, needs, slice)
  for (const { id, device, reachable } of await readAccountHomes(inside, [...needs.homes])) {
    slice.homes.set(id, { device, reachable })
  }
  for (const row of await readDevicePresence(inside, [...needs.devices])) {
    slice.devices.load(row.id, { ...row, info: {}, status: {} })
  }
  for (const row of await readTabPresence(inside, [...needs.tabs.values()])) {
    slice.tabs.load(pairKey(row.user, row.tab), row)
  }
  for (const row of await readContactSnapshots(inside, [...needs.snapshots])) {
    slice.snapshots.load(pairKey(row.account, row.kind), row)
  }
  if (assignment.hasRules || needs.rulesChanged) {
    const there = await readFriendsThere(inside, [...needs.friends.values()])
    slice.knownFriends = new Set(there.map(({ account, peer }) => pairKey(account, peer)))
  }
  return slice
}

async function loadConversations(
  inside: Queries, { slice, needs, cache }: { slice: Slice; needs: Needs; cache: Memory['conversations'] },
): Promise<void> {
  const missing: ConversationKey[] = []
  for (const [key, pair] of needs.conversations) {
    const known = cache.get(key)
    if (known === undefined) missing.push(pair)
    else slice.conversations.load(key, known)
  }
  for (const row of await readStoredConversations(inside, missing)) {
    slice.conversations.load(pairKey(row.account, row.peer), row)
  }
}

/** Rarely anything. */
async function loadRisks(inside: Queries, needs: Needs, slice: Slice): Promise<void> {
  for (const one of await readServing(inside, [...needs.handOvers.values()])) {
    slice.serving.set(pairKey(one.account, one.peer), one)
  }
  for (const one of await readKeeping(inside, [...needs.logins.values()])) {
    const { device, account, keeper, keptSinceMs, keptBefore } = one
    slice.keepers.set(device, keeper)
    if (account !== null) slice.keeping.set(account, { device, keptSinceMs, keptBefore })
  }
  for (const key of needs.friendFlags.keys()) {
    slice.friendFlags.set(key, { known: false, removed: false, blocked: false })
  }
  for (const { account, peer, ...flags } of await readFriendFlags(inside, [...needs.friendFlags.values()])) {
    slice.friendFlags.set(pairKey(account, peer), { known: true, ...flags })
  }
}

async function loadMessages(inside: Queries, needs: Needs, slice: Slice): Promise<void> {
  const places = new Map<Position, Place>()
  for (const command of await readCommands(inside, [...needs.tasks])) {
    slice.commands.load(command.task, command)
    if (command.message !== null) places.set(command.message.position, command.message)
  }
  for (const { task, msgSvrId } of needs.results) {
    const account = slice.commands.get(task)?.account ?? needs.sends.get(task) ?? null
    if (account !== null) needs.identities.set(pairKey(account, msgSvrId), { account, msgSvrId })
  }
  for (const identity of await readIdentities(inside, [...keysOf(needs)])) {
    const key = loadIdentity(slice, identity)
    // What only a repeat names is the message of an earlier event, which a repeat doesn't change.
    if (needs.identities.has(key)) places.set(identity.position, identity)
  }
  claim(needs, slice)
  for (const message of await readMessagesAt(inside, [...places.values()])) {
    slice.messages.load(message.position, message)
  }
}

function* keysOf({ identities, claims }: Needs): Iterable<IdentityKey> {
  yield* claims.values()
  for (const [key, identity] of identities) if (!claims.has(key)) yield identity
}

/** Before the first event is folded. What another message has already stays its own: the fold finds the repeat. */
function claim({ claims }: Needs, slice: Slice): void {
  for (const [key, one] of claims) {
    if (slice.identities.get(key) !== undefined) continue
    slice.identities.load(key, one)
    slice.claimed.push(one)
  }
}

function loadIdentity(slice: Slice, identity: Identity): string {
  const key = pairKey(identity.account, identity.msgSvrId)
  slice.identities.load(key, identity)
  return key
}
