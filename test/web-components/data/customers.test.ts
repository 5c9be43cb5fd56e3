import { expect, test } from 'vitest'
import { taskFinished } from '../../../protocol/events/phone.ts'
import type { AccountId, PeerId, Position, SourceId, TaskId } from '../../../protocol/ids.ts'
import type { Customer } from '../../../protocol/operations/customers.ts'
import type { Answer, Api } from '../../../web-components/data/api.ts'
import { keyOf } from '../../../web-components/data/conversation-key.ts'
import { Customers } from '../../../web-components/data/customers.ts'

const task = 'h/1.1' as TaskId
const key = keyOf({ account: 'a' as AccountId, peer: 'p' as PeerId })
const customer = (edit: Customer['edit']): Customer => {
  return { group: null, values: {}, masked: [], edit, seats: [], others: [], position: 1 }
}
const open = { task, state: 'open', code: null, reason: null, remark: '王阿姨', labels: null } as const

const finished = (of: TaskId) => ({
  position: 2 as Position, journalMs: 0,
  event: taskFinished.of({ source: 'p/d1/i1' as SourceId, sequence: 1, epoch: 1, atMs: 0 }, {
    task: of, account: null, peer: null, outcome: 'succeeded', code: null, reason: null, msgSvrId: null,
    sentAtMs: null, body: null,
  }),
})

/** Answers wait until the test gives them. */
function newCustomers() {
  const asked: ((answer: Answer<Customer>) => void)[] = []
  const call = () => new Promise((answer: (answer: Answer<Customer>) => void) => { asked.push(answer) })
  const customers = new Customers({ api: { call } as unknown as Api, position: () => 1, say: () => {} })
  const answer = (at: number, edit: Customer['edit']) => asked[at]?.({ ok: true, output: customer(edit) })
  return { customers, asked, answer }
}

test('[SEAT-5] a change that ended before the card had heard of it is not pending for ever', async () => {
  const { customers, asked, answer } = newCustomers()
  customers.show(key)
  customers.onHappened(finished('h/1.0' as TaskId))
  customers.onHappened(finished(task))
  answer(0, open)
  await expect.poll(() => asked.length).toBe(2)
  answer(1, null)
  await expect.poll(() => customers.entry(key)?.customer?.edit).toBeNull()
})

test('[SEAT-5] the end of somebody else’s task is no reason to read the card again', async () => {
  const { customers, asked, answer } = newCustomers()
  customers.show(key)
  customers.onHappened(finished('h/1.0' as TaskId))
  answer(0, open)
  await expect.poll(() => customers.entry(key)?.customer?.edit).toEqual(open)
  customers.onHappened(finished('h/1.0' as TaskId))
  expect(asked).toHaveLength(1)
  customers.onHappened(finished(task))
  expect(asked).toHaveLength(2)
})
