import { accounts } from './account.ts'
import { apps } from './app.ts'
import { audit } from './audit.ts'
import { chatroomMembers } from './chatroom-member.ts'
import { chatrooms } from './chatroom.ts'
import { commands } from './command.ts'
import { contactGroups } from './contact-group.ts'
import { deviceGroups } from './device-group.ts'
import { devices } from './device.ts'
import { friends } from './friend.ts'
import { jobs } from './job.ts'
import { users } from './user.ts'

/** Every admin list, by its name. Its SQL lies in storage/resources/. */
export const resources = {
  users, devices, deviceGroups, commands, apps, audit, jobs, accounts, contactGroups, friends, chatrooms,
  chatroomMembers,
}
export type ResourceName = keyof typeof resources
export const resourceNames = Object.keys(resources) as ResourceName[]
