import type { OperationName } from '../../protocol/operations/index.ts'
import { getConversation } from './chat/get-conversation.ts'
import { getPeer } from './chat/get-peer.ts'
import { listAccounts } from './chat/list-accounts.ts'
import { listConversations } from './chat/list-conversations.ts'
import { listMessages } from './chat/list-messages.ts'
import type { Handler } from './define-handler.ts'
import { createEnrolment } from './device/create-enrolment.ts'
import { enrol } from './device/enrol.ts'
import { listDevices } from './device/list-devices.ts'
import { removeDevice } from './device/remove-device.ts'
import { revokeEnrolments } from './device/revoke-enrolments.ts'
import { changePassword } from './session/change-password.ts'
import { signIn } from './session/sign-in.ts'
import { signOut } from './session/sign-out.ts'
import { whoAmI } from './session/who-am-i.ts'

const handlers: Partial<Record<OperationName, Handler>> = {
  changePassword, signIn, signOut, whoAmI,
  getConversation, getPeer, listAccounts, listConversations, listMessages,
  createEnrolment, enrol, listDevices, removeDevice, revokeEnrolments,
}

/** Undefined for a name that no operation has. */
export function handlerOf(name: string): Handler | undefined {
  return Object.hasOwn(handlers, name) ? handlers[name as OperationName] : undefined
}
