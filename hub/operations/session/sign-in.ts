import { signIn as operation } from '../../../protocol/operations/session.ts'
import { readUser } from '../../../storage/queries/directory-rows.ts'
import { insertSession } from '../../../storage/queries/sessions.ts'
import { readPassword } from '../../../storage/queries/users.ts'
import { sessionMs } from '../../sessions/cookie.ts'
import { PasswordQueue } from '../../sessions/password-queue.ts'
import { hashOf, newSecret } from '../../sessions/secret.ts'
import type { PublicContext } from '../context.ts'
import { definePublicHandler } from '../define-handler.ts'
import { refuse, refuseFor } from '../refusal.ts'
import type { Refusal } from '../refusal.ts'
import { userView } from '../user-view.ts'
import type { UserId } from '../../../protocol/ids.ts'

/** A wrong name, a wrong password and a disabled user answer alike, after the same work. */
export const signIn = definePublicHandler(operation, async ({ loginName, password }, context) => {
  const { pool, directory, throttles, nowMs, address } = context
  const waitMs = Math.max(
    throttles.signInAddress.begin(address, nowMs), throttles.signInName.begin(loginName, nowMs),
  )
  if (waitMs > 0) return refuseFor(waitMs)
  const row = await readPassword(pool, loginName)
  const verdict = await passwords.check(password, row?.password ?? null)
  if (verdict === 'busy') return busy(context, loginName)
  if (verdict === 'wrong' || row === undefined || row.disabled) return wrong
  forgive(context, loginName)
  await begin(context, row.id)
  const user = await readUser(pool, row.id)
  if (user !== undefined) directory.setUser(user)
  const entry = directory.user(row.id)
  return entry === undefined || entry.disabled ? wrong : userView(entry)
})

async function begin({ pool, directory, nowMs, setCookie }: PublicContext, user: UserId): Promise<void> {
  const token = newSecret()
  const hash = hashOf(token)
  const expiresAtMs = nowMs + sessionMs
  await pool.transaction((inside) => insertSession(inside, { hash, user, nowMs, expiresAtMs }))
  directory.rememberSession({ hash: hash.toString('hex'), user, expiresAtMs })
  setCookie(token)
}

function busy(context: PublicContext, loginName: string): Refusal {
  forgive(context, loginName)
  return refuse('tooMany', 'too many people sign in at once; try again in a moment')
}

function forgive({ throttles, address }: PublicContext, loginName: string): void {
  throttles.signInName.succeeded(loginName)
  throttles.signInAddress.succeeded(address)
}

const wrong = refuse('wrongPassword', 'wrong name or password')
export const passwords = new PasswordQueue()
