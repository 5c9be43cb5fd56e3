// Kills, stalls and cut cables under load, seeded; then the history is checked.
// usage: npm run faults [-- --seeds 20 --seconds 30 --seed N --verbose]
import { buildServer } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { root, run } from './lib/run.mjs'
import { giveUp } from './lib/say.mjs'

await ensureInstalled()
if (!(await buildServer({ despiteTypeErrors: true }))) giveUp('the server did not compile, see above')
const args = ['--enable-source-maps', `${root}dist/test/faults/main.js`, ...process.argv.slice(2)]
process.exit(await run(process.execPath, args))
