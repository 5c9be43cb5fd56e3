import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FamilyName, families, toJson } from '../../protocol/catalog/golden-frame.ts'
import { decodeFrame } from '../../protocol/frame.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { testFolder } from '../support/servers.ts'
import { Agent } from './support/agent.ts'
import { fromHex, goldenFrames } from './support/golden-files.ts'
import { PythonPhone, pythonFolder, systemPython } from './support/python-phone.ts'

describe('golden files in Python', () => {
  test('[P2, P4, P7, P26] a second reader reads all of them alike, and is read by the first', async () => {
    const script = join(pythonFolder, 'golden.py')
    const { stdout, stderr } = await run(systemPython, [script], { maxBuffer: 64 << 20 })
      .catch((error: { stdout: string; stderr: string }) => error)
    expect(stderr).toBe('')
    interface Own { name: string; to: FamilyName; frame: string }
    const own = stdout.trim().split('\n').map((line) => JSON.parse(line) as Own)
    const golden = goldenFrames().slice(0, own.length)
    expect(own.length).toBeGreaterThan(100)
    for (const [index, { to, frame, name }] of own.entries()) {
      const read = decodeFrame(fromHex(frame), families[to])
      expect(read.kind === 'frame' && read.messages.map(toJson), name).toEqual(golden[index]?.golden.messages)
    }
  })
})

describe('a phone in Python', () => {
  let hub: TestInstallation
  let folder: string
  let count = 0
  const account = 'wxid_python'
  const peer = 'wxid_customer'
  const text = (words: string, msgSvrId: number) => ({
    account, peer, msgSvrId: String(msgSvrId), direction: 'in', type: 'text', sentAtMs: Date.now(), text: words,
    body: { hex: '' },
  })
  const newPhone = async () => new PythonPhone({
    hub: hub.url, token: await hub.enrolmentToken(), account, disk: join(folder, `phone-${++count}.json`),
  })
  const newAgent = async () => {
    const agent = new Agent({ hub: hub.url, cookie: await hub.signIn(), tab: `tab${++count}` })
    await agent.hears((one): one is typeof one => one.kind === 'welcome')
    return agent
  }

  beforeAll(async () => {
    [hub, folder] = await Promise.all([startHub(), testFolder()])
  })

  afterAll(async () => {
    await hub[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  test('[P8, P12, P15, P22] enrols, is welcomed, tells what it has and hears that it is durable', async () => {
    await using agent = await newAgent()
    await using phone = await newPhone()
    await phone.tells('enrolled')
    expect(await phone.tells('welcome')).toMatchObject({ lastSequence: 0, sent: 0 })
    const last = await phone.say('messageReceived', text('你好，在吗？👋🏽', 7_001))
    await phone.acked(last)
    expect(await agent.hears((one): one is Extract<typeof one, { kind: 'messageReceived' }> => {
      return one.kind === 'messageReceived' && one.msgSvrId === '7001'
    })).toMatchObject({ account, peer, text: '你好，在吗？👋🏽', sequence: last })
  })

  test('[P8] a token works once', async () => {
    const token = await hub.enrolmentToken()
    await using first = new PythonPhone({ hub: hub.url, token, disk: join(folder, 'first.json') })
    await first.tells('welcome')
    await using second = new PythonPhone({ hub: hub.url, token, disk: join(folder, 'second.json') })
    expect(await second.tells('notEnrolled')).toMatchObject({ status: 403, code: 'tokenUsed' })
  })

  test('[P26, P27] a message that does not fit is refused by its number, and the next one goes on', async () => {
    await using phone = await newPhone()
    await phone.tells('welcome')
    const wrong = await phone.say('messageReceived', { ...text('x', 7_101), direction: 'sideways' })
    const right = await phone.say('messageReceived', text('und weiter', 7_102))
    const refused = await phone.tells('refused')
    expect(refused).toMatchObject({ sequence: wrong, code: 'badField', field: 'direction' })
    await phone.acked(right)
  })

  test('[P29, P30] heartbeats keep it alive', async () => {
    await using phone = await newPhone()
    await phone.tells('welcome')
    phone.beatEvery(50)
    const last = await phone.say('deviceReported', { status: { batteryPercent: 80 } })
    await phone.acked(last)
    expect(phone.told.filter(({ event }) => event === 'closed')).toEqual([])
  })

  test('[P47, P48, P52] a command is done once and ends in one result, over cuts and repeats', async () => {
    await using agent = await newAgent()
    await using phone = await newPhone()
    await phone.tells('welcome')
    await phone.acked(1)
    const task = agent.sends({ account, peer, text: '在的，请稍等' })
    expect(await phone.tells('did', (told) => told['task'] === task)).toMatchObject({ text: '在的，请稍等', peer })
    const result = await agent.result(task)
    expect(result).toMatchObject({ outcome: 'succeeded', account, peer })
    expect(result.msgSvrId).toMatch(/^\d+$/)

    agent.sends({ account, peer, text: '在的，请稍等', retryOf: task })
    expect(await agent.result(task, 2)).toMatchObject({ outcome: 'succeeded', msgSvrId: result.msgSvrId })
    expect(phone.told.filter(({ event, task: did }) => event === 'did' && did === task)).toHaveLength(1)

    phone.cut()
    const meanwhile = agent.sends({ account, peer, text: '断线时发的' })
    expect(await agent.result(meanwhile)).toMatchObject({ outcome: 'succeeded' })
    expect(phone.told.filter(({ event, task: did }) => event === 'did' && did === meanwhile)).toHaveLength(1)
  })

  test('[P52, P74] a failed send is done anew when a person tries again', async () => {
    await using agent = await newAgent()
    await using phone = await newPhone()
    await phone.tells('welcome')
    await phone.acked(1)
    const task = agent.sends({ account, peer, text: '现在很忙' })
    expect(await agent.result(task)).toMatchObject({ outcome: 'failed', code: 'tooFrequent' })
    agent.sends({ account, peer, text: '现在很忙', retryOf: task })
    expect(await agent.result(task, 2)).toMatchObject({ outcome: 'succeeded' })
  })

  test('[P16, P17, P21] after a cut it sends again what was not acked, in order, nothing doubled', async () => {
    await using agent = await newAgent()
    await using phone = await newPhone()
    await phone.tells('welcome')
    const words = Array.from({ length: 60 }, (_none, index) => `第 ${index + 1} 条`)
    let last = 0
    let after = 0
    for (const [index, one] of words.entries()) {
      last = await phone.say('messageReceived', text(one, 7_200 + index))
      if (index % 20 !== 10) continue
      await phone.tells('welcome', undefined, { after })
      phone.cut()
      await phone.tells('closed', undefined, { after })
      after = phone.told.length
    }
    await phone.acked(last)
    await agent.hears((one): one is typeof one => one.kind === 'messageReceived' && one.text === words.at(-1))
    const heard = agent.heard.flatMap((one) => {
      return one.kind === 'messageReceived' && one.msgSvrId.startsWith('72') ? [one.text] : []
    })
    expect(heard).toEqual(words)
    expect(phone.told.filter(({ event }) => event === 'closed')).toHaveLength(3)
  })

  test('[P19, P61] a battery that falls out loses nothing; an old backup starts a new install', async () => {
    await using phone = await newPhone()
    const disk = join(folder, `phone-${count}.json`)
    await phone.tells('welcome')
    const last = await phone.say('messageReceived', text('电池要没电了', 7_301))
    await phone.acked(last)
    const backup = readFileSync(disk)
    const later = await phone.say('messageReceived', text('备份之后', 7_302))
    await phone.acked(later)
    await phone.kill()

    await using again = new PythonPhone({ hub: hub.url, disk, account })
    expect(await again.tells('welcome')).toMatchObject({ lastSequence: later, sent: later })
    await again.kill()

    const old = join(folder, 'backup.json')
    await writeFile(old, backup)
    await using restored = new PythonPhone({ hub: hub.url, disk: old, account })
    expect(await restored.tells('newInstall')).toBeDefined()
    const anew = await restored.tells('welcome', ({ lastSequence }) => lastSequence === 0)
    expect(anew).toMatchObject({ sent: 0 })
    const first = await restored.say('messageReceived', text('新的开始', 7_303))
    await restored.acked(first)
  })

  test('[P10, P31] a removed phone hears so and does not come back', async () => {
    await using phone = await newPhone()
    const { device } = await phone.tells('enrolled')
    await phone.tells('welcome')
    await hub.call('removeDevice', { device }, await hub.signIn())
    expect(await phone.tells('closed')).toMatchObject({ code: 4500 })
    await phone.tells('ended')
  })
})

const run = promisify(execFile)
