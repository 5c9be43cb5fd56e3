// usage: npm run bench [-- options], also bench:peers, :storms, :projector, :lists, :old-chats
import { buildServer } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { root, run } from './lib/run.mjs'
import { giveUp } from './lib/say.mjs'

await ensureInstalled()
if (!(await buildServer({ despiteTypeErrors: true }))) giveUp('the server did not compile, see above')
const program = {
  peers: 'run-peers.js', storms: 'run-storms.js', projector: 'run-projector.js', lists: 'run-lists.js',
  'old-chats': 'run-old-chats.js',
}[process.argv[2]]
const options = process.argv.slice(program === undefined ? 2 : 3)
const args = ['--enable-source-maps', `${root}dist/bench/${program ?? 'run.js'}`, ...options]
process.exit(await run(process.execPath, args))
