import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/** `scrypt$N$r$p$salt$hash`, base64url; about 80 ms and 32 MB each. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const hash = await derive(password, { salt, ...cost })
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** `stored` null: nobody has that name; it takes as long and is wrong. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const { N, r, p, salt, hash } = readStored(stored ?? nobody)
  const derived = await derive(password, { salt, N, r, p })
  return timingSafeEqual(derived, hash) && stored !== null
}

interface Cost { N: number, r: number, p: number }
interface Stored extends Cost { salt: Buffer, hash: Buffer }

function readStored(stored: string): Stored {
  const [kind, N, r, p, salt = '', hash = ''] = stored.split('$')
  const bytes = Buffer.from(hash, 'base64url')
  if (kind !== 'scrypt' || bytes.length !== hashBytes) {
    throw new Error('a stored password is not scrypt$N$r$p$salt$hash')
  }
  return { N: Number(N), r: Number(r), p: Number(p), salt: Buffer.from(salt, 'base64url'), hash: bytes }
}

/** Two spellings of one character (composed or not) are the same password. */
async function derive(password: string, { salt, ...parameters }: Cost & { salt: Buffer }): Promise<Buffer> {
  const maxmem = 2 * 128 * parameters.N * parameters.r
  return await deriveKey(password.normalize('NFKC'), salt, hashBytes, { ...parameters, maxmem }) as Buffer
}

const deriveKey = promisify<string, Buffer, number, Cost & { maxmem: number }, unknown>(scrypt)
const cost: Cost = { N: 2 ** 15, r: 8, p: 1 }
const saltBytes = 16
const hashBytes = 32
const nobody = `scrypt$${cost.N}$${cost.r}$${cost.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`
