import { randomInt } from 'node:crypto'
import { insertFirstUser } from '../../storage/queries/users.ts'
import type { Pool } from '../../storage/pool.ts'
import { hashPassword } from './password.ts'

export interface FirstAdministrator { loginName: string, password: string }

/** Null when there are users already. The password is shown once and stored only as a hash. */
export async function createFirstAdministrator(pool: Pool): Promise<FirstAdministrator | null> {
  const password = newPassword()
  const made = await pool.transaction(async (inside) => insertFirstUser(inside, {
    department: '公司', loginName, realName: '管理员', password: await hashPassword(password),
    permissions: ['chat', 'devices', 'admin'],
  }))
  return made === null ? null : { loginName, password }
}

/** About 79 bits, without letters that look alike. */
function newPassword(): string {
  return Array.from({ length: passwordLength }, () => letters[randomInt(letters.length)]).join('')
}

const loginName = 'admin'
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const passwordLength = 14
