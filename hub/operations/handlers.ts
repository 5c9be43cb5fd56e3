import type { OperationName } from '../../protocol/operations/index.ts'
import { changeAccount } from './accounts/change-account.ts'
import { removeAccount } from './accounts/remove-account.ts'
import { changeApp } from './apps/change-app.ts'
import { createApp } from './apps/create-app.ts'
import { deleteApp } from './apps/delete-app.ts'
import { setAutoAccept } from './automation/auto-accept.ts'
import { getAutoReplies, getGreeting, removeGreeting, setGreeting } from './automation/greetings.ts'
import {
  changeAutoReplyRule, createAutoReplyRule, deleteAutoReplyRule, moveAutoReplyRule, tryAutoReply,
} from './automation/rules.ts'
import { getConversation } from './chat/get-conversation.ts'
import { getPeer } from './chat/get-peer.ts'
import { listAccounts } from './chat/list-accounts.ts'
import { listConversations } from './chat/list-conversations.ts'
import { listMessages } from './chat/list-messages.ts'
import { writeAgain } from './chat/write-again.ts'
import { changeFriend } from './customers/change-friend.ts'
import { getCustomer } from './customers/get-customer.ts'
import type { Handler } from './define-handler.ts'
import { changeDepartment } from './departments/change-department.ts'
import { createDepartment } from './departments/create-department.ts'
import { deleteDepartment } from './departments/delete-department.ts'
import { listDepartments } from './departments/list-departments.ts'
import { listFriendGroups } from './desk/list-friend-groups.ts'
import { listFriends } from './desk/list-friends.ts'
import { readDesk } from './desk/read-desk.ts'
import { savePreferences } from './desk/save-preferences.ts'
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
import { changeExtensionField } from './fields/change-extension-field.ts'
import { createExtensionField } from './fields/create-extension-field.ts'
import { listExtensionFields } from './fields/list-extension-fields.ts'
import { moveExtensionField } from './fields/move-extension-field.ts'
import { setFriendField } from './fields/set-friend-field.ts'
import { setFriendGroup } from './fields/set-friend-group.ts'
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
import {
  changeLibraryGroup, createLibraryGroup, deleteLibraryGroup, listLibraryGroups, moveLibraryGroup,
} from './library/library-groups.ts'
import { changeMaterial, createMaterials, deleteMaterial, listMaterials } from './library/materials.ts'
import {
  changeQuickReply, createQuickReply, deleteQuickReply, deleteSubordinateReply, listQuickReplies, moveQuickReply,
} from './library/quick-replies.ts'
import { countRows } from './lists/count-rows.ts'
import { listOptions } from './lists/list-options.ts'
import { listRows } from './lists/list-rows.ts'
import { readRows } from './lists/read-rows.ts'
import { readView } from './lists/read-view.ts'
import { saveView } from './lists/save-view.ts'
import { acceptFriendRequest } from './requests/accept-friend-request.ts'
import { listFriendRequests } from './requests/list-friend-requests.ts'
import { changeAssignmentRule } from './rules/change-assignment-rule.ts'
import { createAssignmentRule } from './rules/create-assignment-rule.ts'
import { deleteAssignmentRule } from './rules/delete-assignment-rule.ts'
import { explainAssignment } from './rules/explain-assignment.ts'
import { listSeatCaps } from './rules/list-seat-caps.ts'
import { moveAssignmentRule } from './rules/move-assignment-rule.ts'
import { setSeatCaps } from './rules/set-seat-caps.ts'
import { tryAssignment } from './rules/try-assignment.ts'
import { changeSensitiveWord } from './sensitive-words/change-sensitive-word.ts'
import { createSensitiveWords } from './sensitive-words/create-sensitive-words.ts'
import { deleteSensitiveWord } from './sensitive-words/delete-sensitive-word.ts'
import { trySensitiveWords } from './sensitive-words/try-sensitive-words.ts'
import { confirmNotice } from './notices/confirm-notice.ts'
import { listNotices } from './notices/list-notices.ts'
import { sendNotice } from './notices/send-notice.ts'
import { changePassword } from './session/change-password.ts'
import { signIn } from './session/sign-in.ts'
import { signOut } from './session/sign-out.ts'
import { whoAmI } from './session/who-am-i.ts'
import { changeSettings } from './settings/change-settings.ts'
import { tryMasking } from './settings/try-masking.ts'
import { getSettings } from './settings/get-settings.ts'
import { giveBackConversation } from './teamwork/give-back-conversation.ts'
import { listMentions } from './teamwork/list-mentions.ts'
import { listSeatConversations } from './teamwork/list-seat-conversations.ts'
import { listSeats } from './teamwork/list-seats.ts'
import { takeOverConversation } from './teamwork/take-over-conversation.ts'
import { transferConversation } from './teamwork/transfer-conversation.ts'
import { changeUser } from './users/change-user.ts'
import { createUser } from './users/create-user.ts'
import { resetPassword } from './users/reset-password.ts'
import { setUserDisabled } from './users/set-user-disabled.ts'

const handlers: Record<OperationName, Handler> = {
  listLibraryGroups, createLibraryGroup, changeLibraryGroup, moveLibraryGroup, deleteLibraryGroup,
  listQuickReplies, createQuickReply, changeQuickReply, moveQuickReply, deleteQuickReply, deleteSubordinateReply,
  listMaterials, createMaterials, changeMaterial, deleteMaterial,
  changePassword, signIn, signOut, whoAmI,
  getConversation, getPeer, listAccounts, listConversations, listMessages, writeAgain,
  readDesk, savePreferences, listFriends, listFriendGroups,
  giveBackConversation, listMentions, listSeatConversations, listSeats, takeOverConversation, transferConversation,
  createEnrolment, enrol, readContactSheet, removeDevice, revokeEnrolments,
  getDeviceSetup, setDeviceSetup, getSettings, tryMasking, changeSettings, createApp, changeApp, deleteApp,
  changeDevice, createDeviceGroup, changeDeviceGroup, deleteDeviceGroup,
  listRows, readRows, countRows, listOptions, readView, saveView,
  startBulk, startExport, startImport, getJob, cancelJob, listFailedRows,
  listDepartments, createDepartment, changeDepartment, deleteDepartment,
  createContactGroup, changeContactGroup, moveContactGroup, deleteContactGroup, changeAccount, removeAccount,
  acceptFriendRequest, listFriendRequests, getAutoReplies, createAutoReplyRule, changeAutoReplyRule,
  moveAutoReplyRule, deleteAutoReplyRule, tryAutoReply, getGreeting, setGreeting, removeGreeting, setAutoAccept,
  createAssignmentRule, changeAssignmentRule, moveAssignmentRule, deleteAssignmentRule, listSeatCaps, setSeatCaps,
  tryAssignment, explainAssignment,
  createSensitiveWords, changeSensitiveWord, deleteSensitiveWord, trySensitiveWords,
  listExtensionFields, createExtensionField, changeExtensionField, moveExtensionField, setFriendField, setFriendGroup,
  getCustomer, changeFriend, sendNotice, confirmNotice, listNotices,
  createUser, changeUser, setUserDisabled, resetPassword,
}

/** Undefined for a name that no operation has. */
export function handlerOf(name: string): Handler | undefined {
  return Object.hasOwn(handlers, name) ? handlers[name as OperationName] : undefined
}
