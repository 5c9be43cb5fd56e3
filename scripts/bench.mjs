// usage: npm run bench [-- options], npm run bench:peers [-- options]
import { buildServer } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { root, run } from './lib/run.mjs'
import { giveUp } from './lib/say.mjs'

await ensureInstalled()
if (!(await buildServer({ despiteTypeErrors: true }))) giveUp('the server did not compile, see above')
const peers = process.argv[2] === 'peers'
const program = peers ? 'run-peers.js' : 'run.js'
const args = ['--enable-source-maps', `${root}dist/bench/${program}`, ...process.argv.slice(peers ? 3 : 2)]
process.exit(await run(process.execPath, args))
