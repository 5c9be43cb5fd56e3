// Broken inputs for every reader of foreign bytes, seeded; findings are shrunk and written down.
// usage: npm run fuzz [-- --inputs 1000000 --seed N --target "phone frame"]
import { buildServer } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { root, run } from './lib/run.mjs'
import { giveUp } from './lib/say.mjs'

await ensureInstalled()
if (!(await buildServer({ despiteTypeErrors: true }))) giveUp('the server did not compile, see above')
const args = ['--enable-source-maps', `${root}dist/test/hostile/main.js`, ...process.argv.slice(2)]
process.exit(await run(process.execPath, args))
