import { booleanColumn, option, recordColumn, resource, textColumn } from '../resource.ts'

/** Who is in a chatroom; `chatroom` filters by the ids of `chatrooms`. */
export const chatroomMembers = resource({
  name: 'chatroomMembers', title: '群成员', permission: 'chatrooms', live: ['chatrooms'],
  columns: {
    nickname: textColumn('昵称'),
    displayName: textColumn('群昵称'),
    wxid: textColumn('微信ID'),
    isAdmin: booleanColumn('管理员', { yes: '是', no: '否' }),
    isOwner: booleanColumn('群主', { yes: '是', no: '否' }),
    inviter: textColumn('邀请人'),
    chatroom: recordColumn<string>('群编号'),
  },
  filters: { chatroom: option('聊天群', 'chatrooms') },
  sorts: ['wxid'],
  sort: { by: 'wxid', descending: false },
})
