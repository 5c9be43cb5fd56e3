import type { BulkAction } from '../../protocol/bulk-action.ts'
import type { BulkActionName } from '../../protocol/bulk/index.ts'
import type { FieldSet } from '../../protocol/fields.ts'
import type { ImportName } from '../../protocol/imports/index.ts'
import { imports } from '../../protocol/imports/index.ts'
import type { AnyOperation } from '../../protocol/operation.ts'
import type { Row } from '../../protocol/resource.ts'
import type { Admin } from '../data/admin.ts'
import type { Answer } from '../data/api.ts'
import type { IconName } from '../elements/icon.ts'
import type { Ask, Form } from './form.ts'
import type { Action, BulkWords, Doing } from './page.ts'

/** The actions that pages are made of; each is hidden without the right of its operation. */

/** A button above the list that opens a form. */
export function create(operation: AnyOperation, form: (admin: Admin) => Form, title: string): Action {
  return {
    on: 'page', name: operation.name, title, icon: 'plus', permission: operation.permission, primary: true,
    open: (admin) => ({ kind: 'form', form: form(admin) }),
  }
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- where it is called, the row's type is given
export function edit<R extends { id: string }>(operation: AnyOperation, form: (row: R, admin: Admin) => Form): Action {
  return {
    on: 'row', name: operation.name, title: '编辑', icon: 'pencil', permission: operation.permission,
    open: (row, admin) => ({ kind: 'form', form: form(row as unknown as R, admin) }),
  }
}

export interface RowActionWords<R> {
  title: string
  icon: IconName
  danger?: boolean
  when?: (row: R) => boolean
  /** Without it: the operation's. */
  name?: string
}

/** A form about one row, under words of its own. */
export function fill<R extends { id: string }>(
  operation: AnyOperation, words: RowActionWords<R>, form: (row: R, admin: Admin) => Form,
): Action {
  return rowAction(operation, words, (row, admin) => ({ kind: 'form', form: form(row, admin) }))
}

/** A question about one row. */
export function ask<R extends { id: string }>(
  operation: AnyOperation, words: RowActionWords<R>, question: (row: R, admin: Admin) => Ask,
): Action {
  return rowAction(operation, words, (row, admin) => ({ kind: 'ask', ask: question(row, admin) }))
}

/** A change that is as easily taken back: done without a question. */
export function direct<R extends { id: string }>(
  operation: AnyOperation, words: RowActionWords<R>, run: (row: R, admin: Admin) => Promise<Answer<unknown>>,
): Action {
  return rowAction(operation, words, (row) => ({ kind: 'do', run: (admin) => run(row, admin) }))
}

/** A change of many rows as a job. */
export function bulk<Name extends BulkActionName, S extends FieldSet>(
  action: BulkAction<Name, S>, { icon, title = action.title, ...words }:
    Partial<BulkWords> & { icon: IconName; title?: string },
): Action {
  const { name, permission } = action
  return { on: 'rows', name, action: name, title, permission, icon, fields: [], ...words }
}

export const exportRows: Action = { on: 'export' }

export function importRows(sheet: ImportName): Action {
  return { on: 'import', sheet, permission: imports[sheet].permission }
}

function rowAction<R extends { id: string }>(
  operation: AnyOperation, { when, ...words }: RowActionWords<R>, open: (row: R, admin: Admin) => Doing,
): Action {
  return {
    on: 'row', name: operation.name, permission: operation.permission, ...words,
    ...when === undefined ? {} : { when: (row: Row) => when(row as unknown as R) },
    open: (row, admin) => open(row as unknown as R, admin),
  }
}
