import { text } from '../fields.ts'
import type { UserId } from '../ids.ts'
import { name } from '../kinds.ts'
import { operation } from '../operation.ts'
import type { Permission } from '../permissions.ts'

export interface UserView {
  user: UserId
  loginName: string
  realName: string
  department: string
  permissions: Permission[]
}

const password = () => text({ bytesMin: 1, bytesMax: 256 })

export const signIn = operation<UserView>()({
  name: 'signIn', permission: 'public', effect: 'own',
  about: 'Sets the session cookie (HttpOnly, SameSite=Strict). Wrong name and wrong password answer alike.',
  input: { loginName: name(), password: password() },
})

export const signOut = operation<Record<string, never>>()({
  name: 'signOut', permission: 'signedIn', effect: 'own', about: 'Ends this session everywhere.', input: {},
})

export const whoAmI = operation<UserView>()({
  name: 'whoAmI', permission: 'signedIn', effect: 'reads', about: 'The user of this session.', input: {},
})

export const changePassword = operation<Record<string, never>>()({
  name: 'changePassword', permission: 'signedIn', effect: 'changes', about: 'Ends the user’s other sessions.',
  input: { oldPassword: password(), newPassword: text({ bytesMin: 8, bytesMax: 256 }) },
})
