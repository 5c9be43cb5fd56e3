import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { controlHelp, readControl, serveControl } from './control.ts'
import { readDemoSettings } from './demo/secret.ts'
import { Dice } from './dice.ts'
import { type Member, saveFleet, startFleet, stopFleet } from './fleet.ts'
import { Life } from './life.ts'
import { Timers } from './timers.ts'

const help = `Simulated phones of the demo company, which chat until they are stopped.

  node dist/bench/fleet/simulate.js --data ./data --hub http://127.0.0.1:8080

  --data          the hub's data folder with demo.json, which the seed has written
  --hub           address of a hub; several: tried in turn
  --phones        how many of the 20 (20)
  --per-minute    customers' messages a minute over all phones (8)
  --control-port  port of the control on 127.0.0.1 (a free one)
  --until-input-ends  stop when the standard input ends: for a parent process

${controlHelp}`

async function simulate(): Promise<void> {
  const options = readOptions()
  if (options === null) return say(help)
  const settings = await readDemoSettings(options.data)
  if (settings === null) throw new Error(`${options.data} holds no demo: start the hub once with --demo`)
  const stateDir = join(options.data, 'demo-phones')
  const timers = new Timers()
  const dice = new Dice(`life ${Date.now()}`)
  const effortMs = () => dice.around(700, 0.4)
  const members = await startFleet({
    hubs: options.hubs, settings, stateDir, count: options.phones, timers, effortMs,
  })
  for (const member of members) reportTrouble(member)
  const life = new Life({ members, dice, timers, perMinute: options.perMinute, onTrouble: say })
  life.start()
  const control = await serveControl({ members, life }, options.controlPort)
  const address = `http://127.0.0.1:${control.port}`
  say(`${members.length} simulated phones; tell them what to do: curl -X POST ${address}/help`)
  const saving = setInterval(
    () => void saveFleet(members, stateDir).catch((error: unknown) => say(String(error))), saveEveryMs,
  )
  const input = readControl({ members, life }, process.stdin, say)
  await Promise.race([signal(), inputEnd(options.untilInputEnds, input)])
  clearInterval(saving)
  timers.stop()
  await Promise.all([control.stop(), stopFleet(members, stateDir)])
  process.exit()
}

function readOptions() {
  const { values } = parseArgs({ options: {
    'help': { type: 'boolean', short: 'h' },
    'data': { type: 'string', default: process.env.HUB_DATA ?? './data' },
    'hub': { type: 'string', multiple: true, default: ['http://127.0.0.1:8080'] },
    'phones': { type: 'string', default: '20' },
    'per-minute': { type: 'string', default: '8' }, 'control-port': { type: 'string', default: '0' },
    'until-input-ends': { type: 'boolean', default: false },
  } })
  if (values.help === true) return null
  return {
    data: values.data, hubs: values.hub, phones: Number(values.phones),
    perMinute: Number(values['per-minute']),
    controlPort: Number(values['control-port']), untilInputEnds: values['until-input-ends'],
  }
}

/** A hub that restarts is the hub's news; what a phone was told off for is ours. */
function reportTrouble({ number, phone }: Member): void {
  phone.on('disconnected', ({ code, status, reason, next }) => {
    if (status === null && code < faultsFrom) return
    say(`phone ${number}: closed with ${status ?? code} ${reason}, next try: ${next}`)
  })
  phone.on('refused', ({ sequence, code, field, reason }) => {
    say(`phone ${number}: message ${sequence} refused: ${code} ${field} ${reason}`)
  })
  phone.on('hubFault', (reason) => say(`phone ${number}: the hub broke the protocol: ${reason}`))
}

/** Without a parent the end of the input means nothing: a service has none. */
async function inputEnd(matters: boolean, ended: Promise<void>): Promise<void> {
  await ended
  if (!matters) await new Promise(() => undefined)
}

function signal(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve())
  })
}

function say(text: string): void {
  console.log(`· ${text}`)
}

/** Close codes that blame the phone begin here. */
const faultsFrom = 4_200
const saveEveryMs = 15_000

await simulate().catch((error: unknown) => {
  console.error(`✗ ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
})
