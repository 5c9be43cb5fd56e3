import { whoAmI as operation } from '../../../protocol/operations/session.ts'
import { defineHandler } from '../define-handler.ts'
import { userView } from '../user-view.ts'

export const whoAmI = defineHandler(operation, (_input, { user }) => userView(user))
