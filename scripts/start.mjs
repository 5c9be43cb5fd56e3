// Installs what is missing, builds what has changed, and runs the hub until it is stopped.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { buildConsole, buildServer } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { root } from './lib/run.mjs'
import { giveUp, say } from './lib/say.mjs'

const help = `方舟 Ark Hub

  npm start                  one hub, with its own NATS and database
  npm start -- --demo        the same with a company, rules and simulated phones
  npm run cluster            two hubs on one NATS and one database

Settings are environment variables:
  HUB_PORT      port of everything (8080)
  HUB_DATA      folder of all data (./data)
  NATS_URL      a NATS server instead of the embedded one (2.10 or newer, with JetStream)
  NATS_SERVER   path of the nats-server program for the embedded one
  DATABASE_URL  a TimescaleDB or PostgreSQL instead of the embedded one`

async function main(args) {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(help)
    return
  }
  await ensureInstalled()
  const built = await buildServer({ despiteTypeErrors: true })
  if (!built) giveUp('the server did not compile: the errors above name file and line')
  if (!(await buildConsole())) giveUp('the console could not be built: the errors above name file and line')
  const name = args.includes('--cluster') ? 'hub/cluster' : args.includes('--demo') ? 'bench/demo' : 'hub/main'
  const program = join(root, `dist/${name}.js`)
  if (!existsSync(program)) giveUp(`${name}.ts is missing: this copy of the project is not complete`)
  say(name === 'hub/cluster' ? 'starting the hubs' : 'starting the hub')
  serve(program, args.filter((argument) => argument !== '--cluster'))
}

/**
 * The hub gets a process group of its own and hears each signal once, from us: in a terminal Ctrl-C reaches
 * the whole group, and npm passes it on a second time.
 */
function serve(program, args) {
  const hub = spawn(process.execPath, ['--enable-source-maps', program, ...args], {
    // The channel tells it when this script is killed.
    cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'], detached: process.platform !== 'win32',
  })
  let heardAtMs = -Infinity
  const pass = (signal) => {
    const isRepeat = performance.now() - heardAtMs < repeatWithinMs
    heardAtMs = performance.now()
    if (!isRepeat) hub.kill(signal)
  }
  process.on('SIGINT', () => pass('SIGINT'))
  process.on('SIGTERM', () => pass('SIGTERM'))
  process.on('SIGHUP', () => pass('SIGTERM'))
  whenNpmEnds(() => pass('SIGTERM'))
  hub.once('error', (error) => giveUp(`the hub could not be started: ${error.message}`))
  hub.once('exit', (code, signal) => {
    process.exit(signal === null ? code : signalExitCode + constants.signals[signal])
  })
}

/** npm gives its signals to the shell between us, and Debian's shell ends without passing them on. */
function whenNpmEnds(act) {
  if (process.env['npm_lifecycle_event'] === undefined) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    act()
  }, lookAgainMs)
}

const lookAgainMs = 300
const repeatWithinMs = 500
/** What a shell reports for a program that was ended by a signal. */
const signalExitCode = 128

await main(process.argv.slice(2))
