import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { TaskId } from '../../protocol/ids.ts'
import type { FriendRequestView } from '../../protocol/operations/friend-requests.ts'
import { type TestHub, type TestInstallation, startHub } from '../support/hub.ts'
import { account, addSeatUser, friend, phoneWith, seatAt } from '../support/people.ts'
import type { TestSeat } from '../support/seat.ts'

const our = account('asked')
let one: TestInstallation
let two: TestHub
let phone: SimulatedPhone
/** The keeper's, on two hubs. */
let seats: TestSeat[]

beforeAll(async () => {
  one = await startHub()
  two = await one.second()
  phone = await phoneWith(one, our)
  seats = [await seatAt(one), await seatAt(two)]
})

afterAll(async () => {
  await Promise.all([phone.stop(), ...seats.map((seat) => seat.stop())])
  await one[Symbol.asyncDispose]()
})

const requestsOf = async (seat: TestSeat): Promise<FriendRequestView[]> =>
  (await seat.api.call('listFriendRequests', { atLeast: seat.cursor })).rows

const heardAccept = (seat: TestSeat) => seat.hears('commandRequested', ({ name }) => name === 'acceptFriend')

test('[SEAT-6] a request is seen in every tab, accepted once, and becomes a friend', async () => {
  const heard = seats.map((seat) => seat.hears('friendRequested', () => true))
  const { request } = phone.beAsked({
    account: our, friend: { wxid: friend('newcomer'), nickname: '新客户', source: 30 }, greeting: '想咨询一下',
  })
  await Promise.all(heard)
  for (const seat of seats) {
    expect(await requestsOf(seat)).toMatchObject([{
      account: our, request, person: friend('newcomer'), nickname: '新客户', greeting: '想咨询一下', sourceCode: 30,
      state: 'pending',
    }])
  }
  const asked = seats.map(heardAccept)
  const befriended = seats.map((seat) => seat.hears('taskFinished', ({ outcome }) => outcome === 'succeeded'))
  // Both tabs at once: the phone is asked once.
  await Promise.all(seats.map((seat) =>
    seat.api.call('acceptFriendRequest', { account: our, request, remark: '展会来的' })))
  await Promise.all([...asked, ...befriended])
  for (const seat of seats) expect(await requestsOf(seat)).toEqual([])
  expect(phone.commands.filter(({ name }) => name === 'acceptFriend')).toHaveLength(1)
  const { friend: card } = await (seats[0] as TestSeat).api.call('getPeer', {
    account: our, peer: friend('newcomer'), atLeast: (seats[0] as TestSeat).cursor,
  })
  expect(card).toMatchObject({ nickname: '新客户', remark: '展会来的' })
})

test('[SEAT-6] what WeChat has let go is expired, what failed can be asked for again', async () => {
  const { request } = phone.beAsked({ account: our, friend: { wxid: friend('late'), nickname: '来晚了' } })
  await (seats[0] as TestSeat).hears('friendRequested', ({ request: heard }) => heard === request)
  phone.state.friendRequests.length = 0
  const failed = (seats[0] as TestSeat).hears('taskFinished', ({ code }) => code === 'requestExpired')
  await (seats[0] as TestSeat).api.call('acceptFriendRequest', { account: our, request })
  await failed
  expect(await requestsOf(seats[0] as TestSeat)).toEqual([])
  const again = await (seats[0] as TestSeat).api.call('acceptFriendRequest', { account: our, request })
    .catch((error: unknown) => error)
  expect(again).toMatchObject({ code: 'conflict' })
})

test('[P81] who doesn’t serve the account neither sees nor accepts its requests', async () => {
  if (!('url' in one.database)) throw new Error('no database')
  const { cookie } = await addSeatUser(one.database.url, 'stranger')
  await using stranger = await seatAt(two, { cookie })
  const { request } = phone.beAsked({ account: our, friend: { wxid: friend('private') } })
  await (seats[0] as TestSeat).hears('friendRequested', ({ request: heard }) => heard === request)
  expect(await requestsOf(stranger)).toEqual([])
  const refusal = await stranger.api.call('acceptFriendRequest', { account: our, request })
    .catch((error: unknown) => error)
  expect(refusal).toMatchObject({ status: 404, code: 'notFound' })
  const none = await (seats[0] as TestSeat).api.call('acceptFriendRequest', { account: our, request: 'r0' as TaskId })
    .catch((error: unknown) => error)
  expect(none).toMatchObject({ status: 404 })
})
