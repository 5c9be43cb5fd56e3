import { bulkAction } from '../bulk-action.ts'
import { boolean, optional } from '../fields.ts'
import { contactGroupId, userId } from '../ids.ts'

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

/** Nil: by the rules. `notice`: the seat's console says who assigned what. */
const assigning = () => ({ seat: optional(userId()), notice: boolean() })

/** FRND-3. */
export const assignFriends = bulkAction({
  name: 'assignFriends', resource: 'friends', title: '分配好友', permission: 'friendsManage', input: assigning(),
})

/** ROOM-3. */
export const assignChatrooms = bulkAction({
  name: 'assignChatrooms', resource: 'chatrooms', title: '分配聊天群', permission: 'chatroomsManage', input: assigning(),
})
