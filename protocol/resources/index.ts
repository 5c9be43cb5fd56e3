import { accounts } from './account.ts'
import { apps } from './app.ts'
import { assignmentRules } from './assignment-rule.ts'
import { audit } from './audit.ts'
import { automation } from './automation.ts'
import { chatroomMembers } from './chatroom-member.ts'
import { chatrooms } from './chatroom.ts'
import { commands } from './command.ts'
import { contactGroups } from './contact-group.ts'
import { deviceGroups } from './device-group.ts'
import { devices } from './device.ts'
import { extensionFields } from './extension-field.ts'
import { friends } from './friend.ts'
import { jobs } from './job.ts'
import { materials } from './material.ts'
import { messages } from './message.ts'
import { quickReplies, subordinateReplies } from './quick-reply.ts'
import { sensitiveWords } from './sensitive-word.ts'
import { noticeReceipts, notices } from './notice.ts'
import { users } from './user.ts'

/** Every admin list, by its name. Its SQL lies in storage/resources/. */
export const resources = {
  extensionFields, notices, noticeReceipts,
  users, devices, deviceGroups, commands, apps, audit, jobs, accounts, contactGroups, friends, chatrooms,
  chatroomMembers, messages, automation, quickReplies, subordinateReplies, materials,
  assignmentRules,
  sensitiveWords,
}
export type ResourceName = keyof typeof resources
export const resourceNames = Object.keys(resources) as ResourceName[]
