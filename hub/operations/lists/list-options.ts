import { listOptions as operation } from '../../../protocol/operations/lists.ts'
import { readOptions } from '../../../storage/options.ts'
import { defineHandler } from '../define-handler.ts'
import { scopeOf } from '../scope.ts'

export const listOptions = defineHandler(operation, async ({ options, search, ids }, { pool, user }) => {
  return { options: await readOptions(pool, { list: options, scope: scopeOf(user), search: search ?? '', ids }) }
})
