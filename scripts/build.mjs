// usage: npm run build [-- --server] [-- --console]; without a flag both.
import { buildConsole, buildServer } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { giveUp } from './lib/say.mjs'

const flags = new Set(process.argv.slice(2))
const all = !flags.has('--server') && !flags.has('--console')

await ensureInstalled()
if ((all || flags.has('--server')) && !(await buildServer())) giveUp('the server did not compile, see above')
if ((all || flags.has('--console')) && !(await buildConsole())) giveUp('the console could not be built, see above')
