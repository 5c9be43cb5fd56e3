import * as accounts from './accounts.ts'
import * as chat from './chat.ts'
import {
  changeContactGroup, createContactGroup, deleteContactGroup, moveContactGroup,
} from './contact-groups.ts'
import {
  changeDepartment, createDepartment, deleteDepartment, listDepartments,
} from './departments.ts'
import * as deviceSetup from './device-setup.ts'
import * as device from './device.ts'
import { cancelJob, getJob, listFailedRows, startBulk, startExport, startImport } from './jobs.ts'
import { countRows, listOptions, listRows, readRows, readView, saveView } from './lists.ts'
import * as session from './session.ts'
import { changeUser, createUser, resetPassword, setUserDisabled } from './users.ts'

/** Every operation of the HTTP API, by its name. */
export const operations = {
  ...session, ...chat, ...accounts, ...device, ...deviceSetup,
  listRows, readRows, countRows, listOptions, readView, saveView,
  startBulk, startExport, startImport, getJob, cancelJob, listFailedRows,
  listDepartments, createDepartment, changeDepartment, deleteDepartment,
  createContactGroup, changeContactGroup, moveContactGroup, deleteContactGroup,
  createUser, changeUser, setUserDisabled, resetPassword,
}
export type OperationName = keyof typeof operations
