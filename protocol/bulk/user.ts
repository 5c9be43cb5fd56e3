import { bulkAction } from '../bulk-action.ts'
import { boolean } from '../fields.ts'
import { departmentId } from '../ids.ts'

export const setUsersDisabled = bulkAction({
  name: 'setUsersDisabled', resource: 'users', title: '启用或停用账号', permission: 'users',
  input: { disabled: boolean() },
})

export const moveUsers = bulkAction({
  name: 'moveUsers', resource: 'users', title: '调整所属部门', permission: 'users',
  input: { department: departmentId() },
})
