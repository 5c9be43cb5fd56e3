import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './run.mjs'
import { giveUp, say, seconds } from './say.mjs'

/** Checks Node and installs packages when those in node_modules aren't the ones in package-lock.json. */
export async function ensureInstalled() {
  checkNode()
  if (isInstalled()) return
  const sinceMs = performance.now()
  say('installing packages (once, about a minute)')
  // On Windows npm is a script, which needs a shell.
  const code = await run('npm', ['ci', '--include=dev'], { shell: process.platform === 'win32' })
  if (code !== 0) giveUp('npm ci failed, its reason is above. A network or registry problem? Fix it and start again')
  say(`packages installed in ${seconds(sinceMs)}`)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  giveUp(`Node.js 20.19 or newer is needed, this is ${process.versions.node}: install it from nodejs.org`)
}

/** npm keeps a list of what it has put into node_modules, written at the end of an installation. */
function isInstalled() {
  const wanted = readPackages('package-lock.json')
  const present = readPackages('node_modules/.package-lock.json')
  if (present === null) return false
  return Object.entries(wanted).every(([path, entry]) => {
    return path === '' || entry.optional === true || present[path]?.version === entry.version
  })
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages
  } catch {
    return null
  }
}
