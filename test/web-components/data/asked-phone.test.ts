import { describe, expect, test } from 'vitest'
import { commandExpired } from '../../../protocol/events/outbox.ts'
import { taskFinished } from '../../../protocol/events/phone.ts'
import type { AccountId, MsgSvrId, PeerId, SourceId, TaskId } from '../../../protocol/ids.ts'
import { type AskFact, AskedPhone, originalFaultText } from '../../../web-components/data/asked-phone.ts'

const msgSvrId = '77' as MsgSvrId
const fact: AskFact = { kind: 'mediaRequested', account: 'a' as AccountId, peer: 'p' as PeerId, msgSvrId }
const [task, other] = ['tab.1', 'tab.2'] as TaskId[] as [TaskId, TaskId]
const stamp = { source: 'p/d1/i1' as SourceId, sequence: 1, epoch: 1, atMs: 0 }

const finished = (outcome: 'succeeded' | 'failed', of = task) => ({
  position: 9, journalMs: 0, event: taskFinished.of(stamp, {
    task: of, account: null, peer: null, outcome, code: outcome === 'failed' ? 'mediaMissing' : null, reason: null,
    msgSvrId: null, sentAtMs: null, body: null,
  }),
})
const expired = {
  position: 9, journalMs: 0, event: commandExpired.of(stamp, {
    task, device: null, account: null, peer: null, outcome: 'unknown', code: 'noAnswer', reason: 'late',
  }),
}

function asked(): AskedPhone {
  const phone = new AskedPhone()
  phone.ask(fact, task)
  return phone
}

describe('[SEAT-3] what a phone is asked about a message', () => {
  test('is open until its result, and gone with a success', () => {
    const phone = asked()
    expect(phone.isOpen('mediaRequested', msgSvrId)).toBe(true)
    expect(phone.stateOf('recallRequested', msgSvrId)).toBeNull()
    phone.onHappened(finished('succeeded', other))
    expect(phone.stateOf('mediaRequested', msgSvrId)).toBe('asked')
    expect(phone.onHappened(finished('succeeded'))).toBeNull()
    expect(phone.stateOf('mediaRequested', msgSvrId)).toBeNull()
  })

  test('says why it came to nothing, and can be asked again', () => {
    const phone = asked()
    expect(phone.onHappened(finished('failed'))?.fact).toEqual(fact)
    const state = phone.stateOf('mediaRequested', msgSvrId)
    if (state === null || state === 'asked') throw new Error('no fault')
    expect(originalFaultText(state)).toBe('手机上已没有原文件')
    phone.ask(fact, other)
    expect(phone.onHappened(expired)).toBeNull()
    expect(phone.isOpen('mediaRequested', msgSvrId)).toBe(true)
  })

  test('ends when it expires or is refused', () => {
    expect(asked().onHappened(expired)?.fault).toEqual({ code: 'noAnswer', reason: 'late' })
    const refused = asked()
    expect(refused.onRefused(task, { code: 'notServed', reason: '' })).toEqual(fact)
    expect(refused.onRefused(task, { code: 'notServed', reason: '' })).toBeNull()
  })

  test('follows the tab to its new name, and is forgotten by a fresh load that may have missed its end', () => {
    const phone = asked()
    phone.rename(task, other)
    phone.keepOnly(new Set([other]))
    expect(phone.isOpen('mediaRequested', msgSvrId)).toBe(true)
    phone.keepOnly(new Set())
    expect(phone.stateOf('mediaRequested', msgSvrId)).toBeNull()
    expect(phone.onHappened(finished('failed', other))).toBeNull()
  })
})
