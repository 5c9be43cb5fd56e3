import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type MainOptions, main } from '../hub/main.ts'
import { demoPassword, users } from './fleet/demo/company.ts'
import { seedDemo } from './fleet/demo-seed.ts'

/** `npm start -- --demo`: the hub with a company in it and phones that chat, in a process of their own. */
function demo(): MainOptions {
  let phones: ChildProcess | null = null
  let dataDir = ''
  return {
    argv: process.argv.slice(2),
    async afterMigrate({ pool, config }) {
      ({ dataDir } = config)
      const progress = (step: string) => console.log(`· ${step}`)
      await seedDemo(
        pool, { nowMs: Date.now(), seed: demoSeed, dataDir, mediaDir: config.mediaDir, progress },
      )
    },
    async onReady({ url }) {
      await stopPhones(phones)
      phones = startPhones({ dataDir, url })
      const names = users.map(({ loginName }) => loginName).join(', ')
      console.log(`\n  Demo company, sign in as ${names}\n  with the password ${demoPassword}`)
      console.log('  or as admin, whose phones come from every trade\n')
    },
    onStopping: () => stopPhones(phones),
  }
}

/** Its input ends with us, however we end, and it stops then. */
function startPhones({ dataDir, url }: { dataDir: string; url: string }): ChildProcess {
  const program = fileURLToPath(new URL('./fleet/simulate.js', import.meta.url))
  const child = spawn(process.execPath, [
    '--enable-source-maps', program, '--data', dataDir, '--hub', url, '--until-input-ends',
  ], { stdio: ['pipe', 'inherit', 'inherit'] })
  child.on('error', (error) => console.error(`! the simulated phones could not be started: ${error.message}`))
  child.on('exit', (code) => {
    if (code !== null && code !== 0) console.error('! the simulated phones ended; the hub goes on without them')
  })
  return child
}

async function stopPhones(phones: ChildProcess | null): Promise<void> {
  if (phones === null || phones.exitCode !== null || phones.signalCode !== null) return
  const exited = once(phones, 'exit')
  phones.kill('SIGTERM')
  const impatience = setTimeout(() => phones.kill('SIGKILL'), stopMsMax)
  await exited
  clearTimeout(impatience)
}

const demoSeed = 2026
const stopMsMax = 5_000

await main(demo())
