import { expect, test } from 'vitest'
import { PasswordQueue } from '../../../hub/sessions/password-queue.ts'
import { hashPassword, isPassword } from '../../../hub/sessions/password.ts'

test('a password is stored as scrypt with its cost, and only itself opens it', async () => {
  const stored = await hashPassword('密码 with spaces')
  expect(stored).toMatch(/^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/)
  expect(await isPassword('密码 with spaces', stored)).toBe(true)
  expect(await isPassword('密码 with space', stored)).toBe(false)
  expect(await hashPassword('密码 with spaces')).not.toBe(stored)
})

test('composed and decomposed characters are the same password', async () => {
  expect(await isPassword('cafe\u0301', await hashPassword('caf\u00e9'))).toBe(true)
})

test('for a name that nobody has, the same work is done and nothing opens', async () => {
  expect(await isPassword('', null)).toBe(false)
})

test('checks wait for each other; beyond a limit they are refused', async () => {
  const queue = new PasswordQueue()
  const stored = await hashPassword('right')
  const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => {
    return queue.check(index === 0 ? 'right' : 'wrong', index < 3 ? stored : 'scrypt$1024$8$1$$'.concat('A'.repeat(43)))
  }))
  expect(answers[0]).toBe('right')
  expect(answers.filter((answer) => answer === 'busy')).toHaveLength(8)
  expect(await queue.check('right', stored)).toBe('right')
})
