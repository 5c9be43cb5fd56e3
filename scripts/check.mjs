// Types, lint, tidiness and unit tests: all that needs no server. Stops at the first failure.
import { check, checks } from './lib/checks.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { giveUp, say } from './lib/say.mjs'
import { tools } from './lib/run.mjs'

const unitTests = {
  name: 'unit tests and tidiness', needs: 'vitest.config.ts', tool: tools.vitest,
  args: ['run', '--project', 'unit', '--project', 'console', '--passWithNoTests', '--reporter', 'dot'],
}

await ensureInstalled()
for (const one of [...checks, unitTests]) {
  if (!(await check(one))) giveUp(`${one.name} failed`)
}
say('all checks passed')
