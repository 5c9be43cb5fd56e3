import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bulkActionNames, bulkActions } from '../../../protocol/bulk/index.ts'
import type { AnyOperation } from '../../../protocol/operation.ts'
import { operations, type OperationName } from '../../../protocol/operations/index.ts'
import { type Access, type Permission, mayDo, permissionNames } from '../../../protocol/permissions.ts'
import { type ResourceName, resourceNames, resources } from '../../../protocol/resources/index.ts'
import { addDepartments, addPerson } from '../support/admin-company.ts'
import { startHttpHub } from '../support/http-hub.ts'
import type { HttpHub } from '../support/http-hub.ts'

/** Everybody tries everything; what is expected comes from the definitions alone. */
let hub: HttpHub
const people: { who: string; held: Permission[]; cookie: string }[] = []

beforeAll(async () => {
  hub = await startHttpHub()
  const { sales, service } = await addDepartments(hub)
  const kinds: [string, Permission[], string][] = [
    ['nothing', [], sales], ...permissionNames.map((one): [string, Permission[], string] => [one, [one], sales]),
    ['elsewhere', ['users', 'departmentScope'], service],
  ]
  for (const [who, held, department] of kinds) {
    people.push({ who, held, cookie: await addPerson(hub, { id: who, department, permissions: held }) })
  }
})
afterAll(() => hub[Symbol.asyncDispose]())

/** What is wrong with an input is found after the right was checked, so any input tells. */
async function isRefused(name: OperationName, input: object, cookie?: string): Promise<string | null> {
  const { body } = await hub.call(name, input, cookie === undefined ? {} : { cookie })
  const { code = null } = body as { code?: string | null }
  return code === 'noRight' || code === 'notSignedIn' ? code : null
}

const names = Object.keys(operations) as OperationName[]
const guarded = names.filter((name) => !['public', 'signedIn'].includes((operations[name] as AnyOperation).permission))

describe('operations', () => {
  test('nobody may do anything that isn’t public', async () => {
    for (const name of names) {
      const { permission } = operations[name] as AnyOperation
      const expected = permission === 'public' ? null : 'notSignedIn'
      expect([name, await isRefused(name, { nonsense: 1 })]).toEqual([name, expected])
    }
  })

  test.each(guarded)('%s: who has the right, and nobody else', async (name) => {
    const { permission } = operations[name] as AnyOperation
    for (const { who, held, cookie } of people) {
      const expected = mayDo(held, permission) ? null : 'noRight'
      expect([who, await isRefused(name, { nonsense: 1 }, cookie)]).toEqual([who, expected])
    }
  })
})

function expectedFor(held: Permission[], ...needed: Access[]): string | null {
  return needed.every((one) => mayDo(held, one)) ? null : 'noRight'
}

describe('lists and bulk actions', () => {
  test.each(resourceNames)('%s', async (resource: ResourceName) => {
    const { permission } = resources[resource]
    for (const { who, held, cookie } of people) {
      const answers = [
        await isRefused('listRows', { resource }, cookie), await isRefused('countRows', { resource }, cookie),
        await isRefused('readRows', { resource, ids: ['x'] }, cookie),
      ]
      const expected = expectedFor(held, permission)
      expect([who, ...answers]).toEqual([who, expected, expected, expected])
      const input = { resource, selection: { rows: [] }, format: 'csv', columns: [] }
      const exported = expectedFor(held, 'export', permission)
      expect([who, await isRefused('startExport', input, cookie)]).toEqual([who, exported])
    }
  })

  test.each(bulkActionNames)('%s', async (action) => {
    const { permission, resource } = bulkActions[action]
    const needed = resources[resource as ResourceName].permission
    for (const { who, held, cookie } of people) {
      const input = { action, selection: { rows: [] }, input: { nonsense: 1 } }
      expect([who, await isRefused('startBulk', input, cookie)]).toEqual([who, expectedFor(held, permission, needed)])
    }
  })

  test('an import', async () => {
    for (const { who, held, cookie } of people) {
      const input = { sheet: 'users', media: 'a'.repeat(64) }
      expect([who, await isRefused('startImport', input, cookie)]).toEqual([who, expectedFor(held, 'users')])
    }
  })
})

describe('rows', () => {
  const loginNames = async (who: string): Promise<unknown[]> => {
    const cookie = people.find((one) => one.who === who)?.cookie ?? ''
    const { body } = await hub.call('listRows', { resource: 'users', rows: 200 }, { cookie })
    return body.rows.map(({ loginName }) => loginName)
  }

  test('are those of the scope', async () => {
    expect(await loginNames('users')).toEqual(['users'])
    expect(await loginNames('elsewhere')).toEqual(['elsewhere'])
    expect(await loginNames('admin')).toHaveLength(people.length)
  })

  test('of another department are not there for those who manage theirs', async () => {
    const cookie = people.find(({ who }) => who === 'elsewhere')?.cookie ?? ''
    for (const [name, input] of [
      ['setUserDisabled', { user: 'nothing', disabled: true }],
      ['resetPassword', { user: 'nothing', password: 'x'.repeat(9) }],
      ['changeUser', { user: 'nothing', version: 1, realName: 'x' }],
    ] as const) expect((await hub.call(name, input, { cookie })).status).toBe(404)
  })
})
