import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, runTool, tools } from './run.mjs'
import { say, seconds } from './say.mjs'

/** What is checked without running the product. A part that isn't there yet is passed over. */
export const checks = [
  { name: 'types of the server', needs: 'tsconfig.json', tool: tools.tsc, args: ['--noEmit', '-p', 'tsconfig.json'] },
  {
    name: 'types of the console', needs: 'web-components/tsconfig.json',
    tool: tools.tsc, args: ['--noEmit', '-p', 'web-components/tsconfig.json'],
  },
  { name: 'lint', needs: '.oxlintrc.json', tool: tools.oxlint, args: ['--type-aware', '--quiet'] },
]

/** Resolves to whether it passed. */
export async function check({ name, needs, tool, args }) {
  if (!existsSync(join(root, needs))) return true
  const sinceMs = performance.now()
  const passed = await runTool(tool, args) === 0
  say(`${name}: ${passed ? 'ok' : 'FAILED, see above'} (${seconds(sinceMs)})`)
  return passed
}
