import type { OperationName } from '../../protocol/operations/index.ts'
import { changeAccount } from './accounts/change-account.ts'
import { removeAccount } from './accounts/remove-account.ts'
import { changeApp } from './apps/change-app.ts'
import { createApp } from './apps/create-app.ts'
import { deleteApp } from './apps/delete-app.ts'
import { getConversation } from './chat/get-conversation.ts'
import { getPeer } from './chat/get-peer.ts'
import { listAccounts } from './chat/list-accounts.ts'
import { listConversations } from './chat/list-conversations.ts'
import { listMessages } from './chat/list-messages.ts'
import type { Handler } from './define-handler.ts'
import { changeDepartment } from './departments/change-department.ts'
import { createDepartment } from './departments/create-department.ts'
import { deleteDepartment } from './departments/delete-department.ts'
import { listDepartments } from './departments/list-departments.ts'
import { changeDeviceGroup } from './device/change-device-group.ts'
import { changeDevice } from './device/change-device.ts'
import { createDeviceGroup } from './device/create-device-group.ts'
import { createEnrolment } from './device/create-enrolment.ts'
import { deleteDeviceGroup } from './device/delete-device-group.ts'
import { enrol } from './device/enrol.ts'
import { getDeviceSetup } from './device/get-device-setup.ts'
import { readContactSheet } from './device/read-contact-sheet.ts'
import { removeDevice } from './device/remove-device.ts'
import { revokeEnrolments } from './device/revoke-enrolments.ts'
import { setDeviceSetup } from './device/set-device-setup.ts'
import { changeContactGroup } from './groups/change-contact-group.ts'
import { createContactGroup } from './groups/create-contact-group.ts'
import { deleteContactGroup } from './groups/delete-contact-group.ts'
import { moveContactGroup } from './groups/move-contact-group.ts'
import { cancelJob } from './jobs/cancel-job.ts'
import { getJob } from './jobs/get-job.ts'
import { listFailedRows } from './jobs/list-failed-rows.ts'
import { startBulk } from './jobs/start-bulk.ts'
import { startExport } from './jobs/start-export.ts'
import { startImport } from './jobs/start-import.ts'
import { countRows } from './lists/count-rows.ts'
import { listOptions } from './lists/list-options.ts'
import { listRows } from './lists/list-rows.ts'
import { readRows } from './lists/read-rows.ts'
import { readView } from './lists/read-view.ts'
import { saveView } from './lists/save-view.ts'
import { changePassword } from './session/change-password.ts'
import { signIn } from './session/sign-in.ts'
import { signOut } from './session/sign-out.ts'
import { whoAmI } from './session/who-am-i.ts'
import { changeSettings } from './settings/change-settings.ts'
import { getSettings } from './settings/get-settings.ts'
import { changeUser } from './users/change-user.ts'
import { createUser } from './users/create-user.ts'
import { resetPassword } from './users/reset-password.ts'
import { setUserDisabled } from './users/set-user-disabled.ts'

const handlers: Record<OperationName, Handler> = {
  changePassword, signIn, signOut, whoAmI,
  getConversation, getPeer, listAccounts, listConversations, listMessages,
  createEnrolment, enrol, readContactSheet, removeDevice, revokeEnrolments,
  getDeviceSetup, setDeviceSetup, getSettings, changeSettings, createApp, changeApp, deleteApp,
  changeDevice, createDeviceGroup, changeDeviceGroup, deleteDeviceGroup,
  listRows, readRows, countRows, listOptions, readView, saveView,
  startBulk, startExport, startImport, getJob, cancelJob, listFailedRows,
  listDepartments, createDepartment, changeDepartment, deleteDepartment,
  createContactGroup, changeContactGroup, moveContactGroup, deleteContactGroup, changeAccount, removeAccount,
  createUser, changeUser, setUserDisabled, resetPassword,
}

/** Undefined for a name that no operation has. */
export function handlerOf(name: string): Handler | undefined {
  return Object.hasOwn(handlers, name) ? handlers[name as OperationName] : undefined
}
