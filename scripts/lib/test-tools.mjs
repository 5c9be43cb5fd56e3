import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { capture, root } from './run.mjs'
import { giveUp, say } from './say.mjs'

/** Makes sure that a browser, Python's parts and nats-server are there. Returns the browser's path. */
export async function ensureTestTools() {
  const missing = await missingPackages()
  if (missing.length > 0 && canInstall()) await install(missing)
  else if (missing.length > 0) say(`not there: ${missing.join(', ')}; tests that need them will fail`)
  const browser = findBrowser()
  if (browser === null) {
    giveUp('the tests need Chromium: install "chromium" or "google-chrome", or set CHROMIUM to its path')
  }
  await ensureNatsServer()
  return browser
}

async function missingPackages() {
  const missing = findBrowser() === null ? ['chromium'] : []
  if (process.platform !== 'linux') return missing
  if (!existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')) missing.push('fonts-noto-cjk')
  if (!existsSync('/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf')) missing.push('fonts-noto-color-emoji')
  // The system's Python: another one on the PATH doesn't see Debian's modules.
  const { code } = await capture('/usr/bin/python3', ['-c', 'import msgpack, websockets'])
  if (code !== 0) missing.push('python3', 'python3-websockets', 'python3-msgpack')
  return missing
}

function canInstall() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && onPath('apt-get') !== null
}

async function install(packages) {
  say(`installing ${packages.join(', ')} (once, a minute or two)`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const updated = await capture('apt-get', ['-q', 'update'], { env })
  const args = ['-q', '-y', '--no-install-recommends', 'install', ...packages]
  const installed = await capture('apt-get', args, { env })
  if (installed.code === 0) return
  say(`${updated.code === 0 ? '' : updated.output}${installed.output}`)
  giveUp(`apt-get could not install ${packages.join(', ')}: its reason is above`)
}

function findBrowser() {
  const named = process.env['CHROMIUM']
  if (named) return existsSync(named) ? named : giveUp(`CHROMIUM is ${named}, where no program is`)
  const names = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser']
  const inFolders = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']
  return names.map(onPath).find((path) => path !== null) ?? inFolders.find((path) => existsSync(path)) ?? null
}

function onPath(name) {
  const paths = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name))
  return paths.find(isProgram) ?? null
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Found or fetched before the tests, so that no test's time limit has to bear a download. */
async function ensureNatsServer() {
  const { findNatsServer } = await import(join(root, 'dist/hub/embedded/find-nats-server.js'))
  const found = await findNatsServer({ cacheDir: join(root, '.cache/nats'), env: process.env, progress: say })
  if (!found.found) giveUp(found.message)
}
