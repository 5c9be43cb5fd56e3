import { existsSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { repositoryRoot } from '../../storage/repository-root.ts'

/**
 * The compiled twin of a neighbour file, for fork() and Worker: `compiledPath(import.meta.url, './x.js')`.
 * Node 20 cannot run TypeScript, so a caller that runs from source (under vitest) gets the file in dist/.
 */
export function compiledPath(importMetaUrl: string, neighbour: `./${string}.js` | `../${string}.js`): string {
  const root = repositoryRoot()
  const beside = fileURLToPath(new URL(neighbour, importMetaUrl))
  const inside = relative(root, beside)
  const path = inside.startsWith(`dist${sep}`) ? beside : join(root, 'dist', inside)
  if (!existsSync(path)) throw new Error(`${path} is missing: run "npm run build -- --server" first`)
  return path
}
