import { expect, test } from 'vitest'
import type { UserId } from '../../../protocol/ids.ts'
import { claimTab, renewTab } from '../../../web-components/data/tab-identity.ts'
import { newStorage } from '../support/new-console.ts'

const [lina, wang] = ['u1' as UserId, 'u2' as UserId]

test('a reload keeps the name', async () => {
  const storage = newStorage()
  const free = () => Promise.resolve(true)
  const first = await claimTab(lina, { storage, claim: free })
  const second = await claimTab(lina, { storage, claim: free })
  expect(first.kept).toBe(false)
  expect(second).toEqual({ tab: first.tab, kept: true })
})

test('a duplicated tab finds the name taken and takes another', async () => {
  const storage = newStorage()
  const names = new Set<string>()
  const claim = async (tab: string) => !names.has(tab) && names.add(tab).size > 0
  const first = await claimTab(lina, { storage, claim })
  const copy = await claimTab(lina, { storage, claim })
  expect(copy.kept).toBe(false)
  expect(copy.tab).not.toBe(first.tab)
})

test('another person in the same tab has another name', async () => {
  const storage = newStorage()
  const first = await claimTab(lina, { storage, claim: () => Promise.resolve(true) })
  const second = await claimTab(wang, { storage, claim: () => Promise.resolve(true) })
  expect(second).toMatchObject({ kept: false })
  expect(second.tab).not.toBe(first.tab)
})

test('names fit the protocol', () => {
  expect(renewTab(lina, newStorage())).toMatch(/^[A-Za-z0-9_-]{16,64}$/)
})
