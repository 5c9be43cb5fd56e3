import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryRoot } from './repository-root.ts'

export interface Migration {
  /** The file's name, as `001-main-road.sql`. */
  name: string
  sql: string
  sha256: string
  /** False with `-- no-transaction` as first line: its statements run one by one and must bear a repetition. */
  transactional: boolean
}

/** All migrations, in the order of their numbers. */
export async function readMigrations(folder = migrationsFolder()): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  for (const [index, name] of names.entries()) {
    assert(/^\d{3}-[a-z0-9-]+\.sql$/.test(name), `a migration is named like 001-what-it-does.sql, not ${name}`)
    assert(name.slice(0, 3) !== names[index - 1]?.slice(0, 3), `two migrations have the number of ${name}`)
  }
  return Promise.all(names.map((name) => readMigration(folder, name)))
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  const sql = await readFile(join(folder, name), 'utf8')
  const sha256 = createHash('sha256').update(sql).digest('hex')
  return { name, sql, sha256, transactional: !sql.startsWith('-- no-transaction') }
}

/** Migrations are read from the source tree, also by the compiled program. */
export function migrationsFolder(): string {
  return join(repositoryRoot(), 'storage/migrations')
}

/** Statements of a file without transaction end with a semicolon at the end of a line. */
export function splitStatements(sql: string): string[] {
  return sql.split(/;[ \t]*(?:\r?\n|$)/).filter((part) => part.replace(/--.*$/gm, '').trim() !== '')
}
