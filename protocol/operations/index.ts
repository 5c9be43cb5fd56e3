import * as accounts from './accounts.ts'
import * as assignmentRules from './assignment-rules.ts'
import {
  changeAutoReplyRule, createAutoReplyRule, deleteAutoReplyRule, getAutoReplies, getGreeting, moveAutoReplyRule,
  removeGreeting, setAutoAccept, setGreeting, tryAutoReply,
} from './automation.ts'
import * as chat from './chat.ts'
import {
  changeContactGroup, createContactGroup, deleteContactGroup, moveContactGroup,
} from './contact-groups.ts'
import * as customers from './customers.ts'
import {
  changeDepartment, createDepartment, deleteDepartment, listDepartments,
} from './departments.ts'
import * as desk from './desk.ts'
import * as deviceSetup from './device-setup.ts'
import * as extensionFields from './extension-fields.ts'
import * as device from './device.ts'
import * as friendRequests from './friend-requests.ts'
import { cancelJob, getJob, listFailedRows, startBulk, startExport, startImport } from './jobs.ts'
import { countRows, listOptions, listRows, readRows, readView, saveView } from './lists.ts'
import {
  changeLibraryGroup, createLibraryGroup, deleteLibraryGroup, listLibraryGroups, moveLibraryGroup,
} from './library-groups.ts'
import { changeMaterial, createMaterials, deleteMaterial, listMaterials } from './materials.ts'
import {
  changeQuickReply, createQuickReply, deleteQuickReply, deleteSubordinateReply, listQuickReplies, moveQuickReply,
} from './quick-replies.ts'
import {
  changeSensitiveWord, createSensitiveWords, deleteSensitiveWord, trySensitiveWords,
} from './sensitive-words.ts'
import * as notices from './notices.ts'
import * as session from './session.ts'
import * as teamwork from './teamwork.ts'
import { changeUser, createUser, resetPassword, setUserDisabled } from './users.ts'

/** Every operation of the HTTP API, by its name. */
export const operations = {
  ...teamwork,
  listLibraryGroups, createLibraryGroup, changeLibraryGroup, moveLibraryGroup, deleteLibraryGroup,
  listQuickReplies, createQuickReply, changeQuickReply, moveQuickReply, deleteQuickReply, deleteSubordinateReply,
  listMaterials, createMaterials, changeMaterial, deleteMaterial,
  ...session, ...assignmentRules, ...chat, ...friendRequests, ...accounts, ...device, ...deviceSetup,
  readDesk: desk.readDesk, savePreferences: desk.savePreferences, listFriends: desk.listFriends,
  listFriendGroups: desk.listFriendGroups,
  ...extensionFields, ...notices,
  getCustomer: customers.getCustomer, changeFriend: customers.changeFriend,
  listRows, readRows, countRows, listOptions, readView, saveView,
  startBulk, startExport, startImport, getJob, cancelJob, listFailedRows,
  listDepartments, createDepartment, changeDepartment, deleteDepartment,
  createContactGroup, changeContactGroup, moveContactGroup, deleteContactGroup,
  getAutoReplies, createAutoReplyRule, changeAutoReplyRule, moveAutoReplyRule, deleteAutoReplyRule, tryAutoReply,
  getGreeting, setGreeting, removeGreeting, setAutoAccept,
  createSensitiveWords, changeSensitiveWord, deleteSensitiveWord, trySensitiveWords,
  createUser, changeUser, setUserDisabled, resetPassword,
}
export type OperationName = keyof typeof operations
