import type { ExtensionValue } from '../extension-field.ts'
import { optional } from '../fields.ts'
import {
  type AccountId, type ContactGroupId, type Position, type TaskId, type UserId, accountId, peerId, position,
} from '../ids.ts'
import { friendLabels, name } from '../kinds.ts'
import { operation } from '../operation.ts'

/** A change of remark and labels on its way to WeChat, or one that failed. Nil: that one stays as it is. */
export interface FriendEdit {
  task: TaskId
  state: 'open' | 'failed' | 'unknown'
  code: string | null
  reason: string | null
  remark: string | null
  labels: string[] | null
}

/** Who had the conversation from then on; '' for the keeper of the phone. */
export interface EarlierSeat { seat: string; atMs: number; reason: string; by: string }

/** The same person under another account of the company: no more than whose it is, and since when. */
export interface OtherFriend {
  /** The account's nickname. */
  account: string
  seat: UserId
  seatName: string
  sinceMs: number | null
  /** Of one that this user serves: its conversation. */
  own: AccountId | null
}

export interface Customer {
  group: { id: ContactGroupId; name: string } | null
  /** By field id, also of fields that this department doesn't fill in. */
  values: Record<string, ExtensionValue>
  /** Ids of fields of whose values something is masked: they are read, not edited. */
  masked: string[]
  edit: FriendEdit | null
  /** Newest first. */
  seats: EarlierSeat[]
  /** The earliest first. */
  others: OtherFriend[]
  position: Position
}

export const getCustomer = operation<Customer>()({
  name: 'getCustomer', permission: 'chat', effect: 'reads',
  about: 'What the company knows of a friend of this seat: group, extension fields, earlier seats, duplicates.',
  input: { account: accountId(), peer: peerId(), atLeast: optional(position()) },
})

/** Its result comes by way of the phone: `friendChanged`, then the `taskFinished` of this task. */
export const changeFriend = operation<{ task: TaskId }>()({
  name: 'changeFriend', permission: 'chat', effect: 'changes',
  about: 'Asks the phone to change the remark or the labels of a friend that this seat serves. Nil stays as it is.',
  input: {
    account: accountId(), peer: peerId(), remark: optional(name()),
    labels: optional(friendLabels()),
  },
})

/** Earlier seats and duplicates of one card. */
export const customerRowsMax = 20
