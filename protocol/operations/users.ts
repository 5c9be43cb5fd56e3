import { boolean, optional, pattern, text } from '../fields.ts'
import { type UserId, departmentId, userId } from '../ids.ts'
import { limits } from '../limits.ts'
import { operation } from '../operation.ts'
import { permissionList, version } from './departments.ts'

export const loginName = () => pattern<string>('login name', /^[\p{L}\p{N}._@-]{1,64}$/u, 64)
export const newPassword = () => text({ bytesMin: 8, bytesMax: 256 })
const realName = () => text({ bytesMin: 1, bytesMax: limits.nameBytesMax })
const phone = () => pattern<string>('phone number', /^[+0-9 -]{0,32}$/, 32)
const email = () => pattern<string>('e-mail address', /^(?:[^\s@]+@[^\s@]+)?$/, 254)
const remark = () => text({ bytesMax: 2048 })
const optionalFields = () => ({
  phone: optional(phone()), email: optional(email()), remark: optional(remark()),
  /** On top of the department's. Nobody gives what they lack. */
  permissions: optional(permissionList()),
})

export const createUser = operation<{ user: UserId }>()({
  name: 'createUser', permission: 'users', effect: 'changes', about: 'A new account for a seat or the admin console.',
  input: {
    loginName: loginName(), password: newPassword(), realName: realName(), department: departmentId(),
    ...optionalFields(),
  },
})

/** What is left out stays. 409 `conflict` with `current` when the version isn't the newest. */
export const changeUser = operation<{ version: number }>()({
  name: 'changeUser', permission: 'users', effect: 'changes', about: 'Name, department, own permissions, contact data.',
  input: {
    user: userId(), version: version(), loginName: optional(loginName()), realName: optional(realName()),
    department: optional(departmentId()), ...optionalFields(),
  },
})

export const setUserDisabled = operation<Record<string, never>>()({
  name: 'setUserDisabled', permission: 'users', effect: 'changes',
  about: 'Disabling ends the user’s sessions at once; users are never deleted.',
  input: { user: userId(), disabled: boolean() },
})

export const resetPassword = operation<Record<string, never>>()({
  name: 'resetPassword', permission: 'users', effect: 'changes', about: 'A new password; ends the user’s sessions.',
  input: { user: userId(), password: newPassword() },
})
