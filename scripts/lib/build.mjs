import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, runTool, tools } from './run.mjs'
import { say, seconds } from './say.mjs'
import { hasStamp, stampOf, writeStamp } from './stamp.mjs'

/**
 * Compiles what runs in Node into dist/. Resolves to whether that worked; unchanged sources cost nothing.
 * `despiteTypeErrors`: for running what is being worked on. The program is written all the same.
 */
export function buildServer({ despiteTypeErrors = false } = {}) {
  return build({
    name: 'server',
    sources: ['protocol', 'actors', 'storage', 'hub', 'bench', 'test', 'tsconfig.json', ...everybody],
    needs: 'tsconfig.json',
    accepts: despiteTypeErrors ? [0, writtenWithErrors] : [0],
    work: () => runTool(tools.tsc, ['-p', 'tsconfig.json']),
  })
}

/** Builds the pages into dist/console. */
export function buildConsole() {
  return build({
    name: 'console',
    sources: ['protocol', 'web-components', ...everybody],
    needs: 'web-components/vite.config.ts',
    accepts: [0],
    work: () => runTool(tools.vite, ['build', '--config', 'web-components/vite.config.ts', '--logLevel', 'warn']),
  })
}

async function build({ name, sources, needs, accepts, work }) {
  if (!existsSync(join(root, needs))) return true
  const stampFile = `dist/.${name}-stamp`
  // Taken before the work: an edit while it runs is built next time.
  const stamp = stampOf(sources)
  if (hasStamp(stampFile, stamp)) return true
  const sinceMs = performance.now()
  say(`building the ${name}`)
  const code = await work()
  if (code === 0) writeStamp(stampFile, stamp)
  if (!accepts.includes(code)) return false
  say(`${name} built${code === 0 ? '' : ' with the errors above'} in ${seconds(sinceMs)}`)
  return true
}

const everybody = ['tsconfig.base.json', 'package-lock.json']
/** tsc's exit code for errors that didn't keep it from writing. */
const writtenWithErrors = 2
