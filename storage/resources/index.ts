import type { ResourceName } from '../../protocol/resources/index.ts'
import type { Source } from '../source.ts'
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

/** The SQL of every resource. */
export const sources = {
  users, devices, deviceGroups, commands, apps, audit, jobs, accounts, contactGroups, friends, chatrooms,
  chatroomMembers,
} satisfies Record<ResourceName, unknown>

export function sourceOf(name: ResourceName): Source {
  return sources[name]
}
