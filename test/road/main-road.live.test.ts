import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { httpCall } from '../../bench/fleet/http-call.ts'
import { mediaIdOf } from '../../bench/fleet/phone-http.ts'
import type { Perform } from '../../bench/fleet/phone-tasks.ts'
import type { TaskOutcome } from '../../bench/fleet/task-outcome.ts'
import { performHonestly } from '../../bench/fleet/phone-tasks.ts'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { packBody } from '../../protocol/bodies.ts'
import type { MsgSvrId } from '../../protocol/ids.ts'
import { messageTypes } from '../../protocol/kinds.ts'
import { pngOf } from '../hub/support/pictures.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { account, friend, phoneWith, room, seatAt } from '../support/people.ts'
import type { TestSeat } from '../support/seat.ts'
import { expectLiveIsFresh, toldTexts } from './support.ts'

const our = account('sales')
const lily = friend('lily')
let hub: TestInstallation
let phone: SimulatedPhone
let seat: TestSeat
/** Another tab of the same user. */
let tab: TestSeat
/** What the phone's WeChat answers next. */
const outcomes: TaskOutcome[] = []

const perform: Perform = async (received, on) => outcomes.shift() ?? performHonestly(received, on)

beforeAll(async () => {
  hub = await startHub()
  phone = await phoneWith(hub, our, { perform })
  ;[seat, tab] = await Promise.all([seatAt(hub), seatAt(hub)])
})

afterAll(async () => {
  await Promise.all([seat.stop(), tab.stop(), phone.stop()])
  await hub[Symbol.asyncDispose]()
})

describe('from a phone to the screens', () => {
  test('an enrolled phone and its account are there', async () => {
    const { rows } = await seat.api.call('listAccounts', { atLeast: seat.cursor })
    expect(rows).toMatchObject([{ account: our, device: phone.device, online: true, deviceOnline: true }])
    const { rows: devices } = await seat.api.call('listRows', { resource: 'devices' })
    expect(devices).toMatchObject([{ id: phone.device, online: true, revoked: false, accountRows: [{ account: our }] }])
  })

  test('[P36] [P37] friends and chatrooms: snapshots, changes, and what a snapshot leaves out', async () => {
    const friends = Array.from({ length: 450 }, (_, index) => ({ wxid: friend(`${index}`), nickname: `好友 ${index}` }))
    const chatrooms = [{ chatroom: room('team'), name: '售后群', members: [{ wxid: lily, displayName: '丽丽' }] }]
    phone.contacts.set(our, { friends: [{ wxid: lily, nickname: '丽丽', province: '浙江' }, ...friends], chatrooms })
    await phone.acked(phone.listContacts(our))
    await phone.acked(phone.say('friendChanged', { account: our, friend: { wxid: lily, remark: '老客户' } }))
    const { atLeast } = await heard()
    expect(await seat.api.call('getPeer', { account: our, peer: lily, atLeast })).toMatchObject({
      friend: { wxid: lily, nickname: '丽丽', remark: '老客户', province: '浙江' },
    })
    expect(await seat.api.call('getPeer', { account: our, peer: room('team'), atLeast })).toMatchObject({
      chatroom: { name: '售后群', members: [{ wxid: lily, displayName: '丽丽' }] },
    })
    phone.contacts.set(our, { friends: [{ wxid: lily }], chatrooms })
    await phone.acked(phone.listContacts(our))
    const later = await heard()
    const gone = await seat.api.call('getPeer', { account: our, peer: friend('7'), ...later })
    expect(gone.friend).toMatchObject({ deleted: true })
    const kept = await seat.api.call('getPeer', { account: our, peer: lily, ...later })
    expect(kept.friend).toMatchObject({ remark: '老客户' })
  })

  test('messages of every kind, in both directions, come once and in order', async () => {
    const peers = [lily, friend('bob'), room('team')]
    const texts: string[] = []
    for (const [index, type] of messageTypes.entries()) {
      for (const [at, peer] of peers.entries()) {
        const text = `${type} ${index} ${at}`
        const body = packBody('link', { title: text, url: 'https://example.com' })
        phone.say('messageReceived', {
          account: our, peer, msgSvrId: `${5_000 + index * 10 + at}` as MsgSvrId,
          direction: index % 5 === 4 ? 'out' : 'in', sender: peer === room('team') ? lily : null, type, rawType: index,
          sentAtMs: Date.now(), text, media: null, thumbnail: null, body,
        })
        texts.push(text)
      }
    }
    await phone.drained()
    for (const screen of [seat, tab]) {
      await screen.sees(({ text }) => text === texts.at(-1))
      expect(toldTexts(screen).filter((text) => text !== '')).toEqual(texts)
    }
    const shown = seat.view.thread({ account: our, peer: room('team') })
    expect(shown.map(({ type }) => type)).toEqual([...messageTypes])
    expect(shown[5]).toMatchObject({ direction: 'in', sender: lily, state: 'received', body: packBody('link', {
      title: 'link 5 2', url: 'https://example.com',
    }) })
    await expectLiveIsFresh(seat, tab)
  })

  test('[P43] a message that is told again under a new number leaves one row', async () => {
    const { msgSvrId } = phone.write({ account: our, peer: lily, text: '只有一次' })
    await seat.sees(({ text }) => text === '只有一次')
    phone.write({ account: our, peer: lily, text: '只有一次', msgSvrId })
    await seat.hears('messageRepeated', (event) => event.msgSvrId === msgSvrId)
    await seat.settled()
    expect(seat.view.thread({ account: our, peer: lily }).filter(({ text }) => text === '只有一次')).toHaveLength(1)
    await expectLiveIsFresh(seat, tab)
  })

  test('[P45] a customer takes a message back; money changes its state', async () => {
    const regretted = phone.write({ account: our, peer: lily, text: '说错了' })
    const money = phone.write({ account: our, peer: lily, type: 'redPacket', text: '恭喜发财' })
    phone.recall({ account: our, peer: lily, msgSvrId: regretted.msgSvrId })
    phone.say('messageStateChanged', { account: our, peer: lily, msgSvrId: money.msgSvrId, state: 'taken', raw: null })
    await seat.sees(({ msgSvrId, state }) => msgSvrId === regretted.msgSvrId && state === 'recalled')
    await seat.sees(({ msgSvrId, progress }) => msgSvrId === money.msgSvrId && progress === 'taken')
    await expectLiveIsFresh(seat, tab)
  })
})

describe('from a seat to the phone', () => {
  test('a command is done once, and its result makes the message sent', async () => {
    const { task, sequence } = seat.send({ account: our, peer: lily, text: '您好,在的' })
    await seat.acked(sequence)
    const sent = await seat.sees((message) => message.task === task && message.state === 'sent')
    expect(sent).toMatchObject({ direction: 'out', text: '您好,在的', user: (await seat.connected()).user })
    expect(sent.msgSvrId).toMatch(/^\d+$/)
    await tab.sees((message) => message.task === task && message.state === 'sent')
    expect(phone.commands.filter((one) => one.task === task)).toHaveLength(1)
    expect(phone.commands.at(-1)?.command).toMatchObject({ kind: 'sendMessage', peer: lily, text: '您好,在的' })
    const answered = { unread: 0, waitingSinceMs: null, lastDirection: 'out' }
    expect(seat.view.conversations.get(`${our} ${lily}`)).toMatchObject(answered)
    await expectLiveIsFresh(seat, tab)
  })

  test.each([
    { outcome: 'failed', code: 'notFriend', reason: '对方已删除', after: 'sent' },
    { outcome: 'unknown', code: 'interrupted', reason: '手机中途停止', after: 'unknown' },
  ] as const)('[P52] [P74] $outcome says why; tried again it is $after', async ({ after, ...result }) => {
    outcomes.push(result)
    const { task } = seat.send({ account: our, peer: lily, text: `会 ${result.outcome}` })
    const fault = await seat.sees((message) => message.task === task && message.state === result.outcome)
    expect(fault).toMatchObject({ faultCode: result.code, faultReason: result.reason })
    await phone.drained()
    seat.send({ account: our, peer: lily, text: `会 ${result.outcome}`, retryOf: task })
    const { position } = await seat.hears('sendRequested', ({ retryOf }) => retryOf === task)
    await seat.sees((message) => message.task === task && message.state === after && message.changedAt > position)
    expect(seat.view.thread({ account: our, peer: lily }).filter((message) => message.task === task)).toHaveLength(1)
    await expectLiveIsFresh(seat, tab)
  })

  test('[P75] [SEAT-4] an agent takes a message back; what they didn’t send is refused', async () => {
    const { task } = seat.send({ account: our, peer: lily, text: '发错了' })
    const { msgSvrId } = await seat.sees((message) => message.task === task && message.state === 'sent')
    seat.recall({ account: our, peer: lily, msgSvrId: msgSvrId as MsgSvrId })
    await seat.sees((message) => message.task === task && message.state === 'recalled')
    const unknown = seat.recall({ account: our, peer: lily, msgSvrId: '404' as MsgSvrId })
    expect(await seat.refused(unknown)).toMatchObject({ code: 'notYours', field: 'msgSvrId' })
    const { msgSvrId: typed } = phone.write({ account: our, peer: lily, text: '手机上打的', direction: 'out' })
    await seat.sees(({ text }) => text === '手机上打的')
    const foreign = seat.recall({ account: our, peer: lily, msgSvrId: typed })
    expect(await seat.refused(foreign)).toMatchObject({ code: 'notYours' })
    await expectLiveIsFresh(seat, tab)
  })

  test('reading clears the counter on every tab', async () => {
    phone.write({ account: our, peer: lily, text: '在吗' })
    const { position } = await seat.sees(({ text }) => text === '在吗')
    expect(seat.view.conversations.get(`${our} ${lily}`)?.unread).toBe(1)
    await seat.acked(seat.read({ account: our, peer: lily, upTo: position }))
    await tab.hears('conversationRead', ({ upTo }) => upTo === position)
    expect(tab.view.conversations.get(`${our} ${lily}`)).toMatchObject({ unread: 0, readUpTo: position })
    await expectLiveIsFresh(seat, tab)
  })

  test('[P51] what was asked while the phone was away waits for it, and is done once over cuts', async () => {
    phone.pullTheCable()
    await seat.hears('deviceDisconnected', ({ device }) => device === phone.device)
    const tasks = ['一', '二', '三'].map((text) => seat.send({ account: our, peer: lily, text }).task)
    await seat.drained()
    await phone.connect()
    // The results are on their way when the cable breaks: the commands come again, and are answered, not
    // done.
    await phone.received(({ task }) => task === tasks[2])
    phone.dropTheLine()
    for (const task of tasks) await seat.sees((message) => message.task === task && message.state === 'sent')
    const doneTwice = tasks.filter((task) => phone.state.tasks.filter((one) => one.task === task).length !== 1)
    expect(doneTwice).toEqual([])
    await expectLiveIsFresh(seat, tab)
  })

  test('[P68] messages lost or doubled over a reconnect: a tab that was away misses nothing', async () => {
    const before = tab.resets
    tab.dropTheLine()
    const texts = Array.from({ length: 50 }, (_, index) => `期间 ${index}`)
    for (const text of texts) phone.write({ account: our, peer: lily, text })
    await phone.drained()
    await tab.sees(({ text }) => text === texts.at(-1))
    expect(toldTexts(tab).filter((text) => text.startsWith('期间'))).toEqual(texts)
    expect(tab.resets).toBe(before)
    await expectLiveIsFresh(tab)
  })
})

describe('media', () => {
  const picture = pngOf({ width: 640, height: 480, filler: randomBytes(700_000) })

  test('[P58] an upload that is cut off goes on where it was, and the seat sees the picture', async () => {
    await phone.cutUpload({ bytes: picture, mime: 'image/png', afterBytes: 300_000 })
    const media = await phone.upload(picture, 'image/png')
    expect(media).toBe(mediaIdOf(picture))
    phone.write({ account: our, peer: lily, type: 'picture', media })
    await seat.sees((message) => message.media === media)
    const { status, body, headers } = await get(media)
    expect(status).toBe(200)
    expect(body.equals(picture)).toBe(true)
    expect(headers['content-type']).toBe('image/png')
    const part = await get(media, { range: 'bytes=100-199' })
    expect(part.status).toBe(206)
    expect(part.body.equals(picture.subarray(100, 200))).toBe(true)
  })

  test('[P44] an original that comes later finds its message', async () => {
    const { msgSvrId } = phone.write({ account: our, peer: lily, type: 'video', text: '' })
    const media = await phone.upload(picture.subarray(0, 500_000), 'image/png')
    phone.say('mediaArrived', { account: our, peer: lily, msgSvrId, role: 'thumbnail', media })
    await seat.sees((message) => message.msgSvrId === msgSvrId && message.thumbnail === media)
    await expectLiveIsFresh(seat, tab)
  })

  test('a picture of the seat reaches the phone', async () => {
    const mine = pngOf({ width: 10, height: 10, filler: randomBytes(90_000) })
    const media = mediaIdOf(mine)
    const answer = await httpCall({
      url: `${hub.url}/media/${media}`, method: 'PUT', body: mine,
      headers: { cookie: await hub.signIn(), 'content-type': 'image/png' },
    })
    expect(answer.status).toBe(201)
    const { task } = seat.send({ account: our, peer: lily, type: 'picture', media })
    const { msgSvrId } = await seat.sees((message) => message.task === task && message.state === 'sent')
    expect(Buffer.from(phone.original(msgSvrId as MsgSvrId)?.bytes ?? []).equals(mine)).toBe(true)
  })
})

async function get(media: string, headers: Record<string, string> = {}) {
  const cookie = await hub.signIn()
  return httpCall({ url: `${hub.url}/media/${media}`, method: 'GET', headers: { cookie, ...headers } })
}

/** Something after everything said so far, so that reads with its position see it all. */
async function heard(): Promise<{ atLeast: number }> {
  const { msgSvrId } = phone.write({ account: our, peer: friend('marker'), type: 'system', text: '' })
  const { position } = await seat.sees((message) => message.msgSvrId === msgSvrId)
  return { atLeast: position }
}
