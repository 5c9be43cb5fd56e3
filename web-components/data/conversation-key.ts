import type { AccountId, PeerId } from '../../protocol/ids.ts'

declare const brand: unique symbol
/** One conversation: an account of ours and its peer. */
export type ConversationKey = string & { readonly [brand]: 'conversation' }

export function keyOf({ account, peer }: { account: AccountId; peer: PeerId }): ConversationKey {
  return `${account} ${peer}` as ConversationKey
}

/** Ids hold no space: they are printable ASCII. */
export function splitKey(key: ConversationKey): { account: AccountId; peer: PeerId } {
  const [account, peer] = key.split(' ') as [AccountId, PeerId]
  return { account, peer }
}
