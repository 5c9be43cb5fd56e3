// A person gives up a lost or damaged journal. usage: npm run new-journal [-- --give-up-the-journal]
import { buildServer } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { root, run } from './lib/run.mjs'
import { giveUp } from './lib/say.mjs'

await ensureInstalled()
if (!(await buildServer({ despiteTypeErrors: true }))) giveUp('the server did not compile, see above')
const args = ['--enable-source-maps', `${root}dist/hub/new-journal.js`, ...process.argv.slice(2)]
process.exit(await run(process.execPath, args))
