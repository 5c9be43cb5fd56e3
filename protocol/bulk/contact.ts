import { bulkAction } from '../bulk-action.ts'
import { optional } from '../fields.ts'
import { contactGroupId } from '../ids.ts'

/** FRND-4. Without a group: out of any. */
export const setFriendsGroup = bulkAction({
  name: 'setFriendsGroup', resource: 'friends', title: '设置好友分组', permission: 'friendsManage',
  input: { group: optional(contactGroupId()) },
})

/** ROOM-4. */
export const setChatroomsGroup = bulkAction({
  name: 'setChatroomsGroup', resource: 'chatrooms', title: '设置群分组', permission: 'chatroomsManage',
  input: { group: optional(contactGroupId()) },
})
