import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './run.mjs'

/** One text for the state of many files and folders: it changes when a file is edited, added or removed. */
export function stampOf(paths) {
  const hash = createHash('sha256').update(process.versions.node)
  for (const path of paths) for (const line of describe(path)) hash.update(line)
  return hash.digest('hex')
}

export function hasStamp(file, stamp) {
  try {
    return readFileSync(join(root, file), 'utf8') === stamp
  } catch {
    return false
  }
}

export function writeStamp(file, stamp) {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), stamp)
}

function describe(path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false })
  if (found === undefined) return [`${path} absent\n`]
  if (!found.isDirectory()) return [`${path} ${found.size} ${found.mtimeMs}\n`]
  const names = readdirSync(join(root, path)).filter((name) => name !== 'node_modules').toSorted()
  return names.flatMap((name) => describe(`${path}/${name}`))
}
