import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Customer, type Utterance } from '../../../bench/fleet/chatter.ts'
import { contentOf } from '../../../bench/fleet/chatter/attributes.ts'
import { newFriend } from '../../../bench/fleet/chatter/people.ts'
import { otherwise, reactions, toMedia } from '../../../bench/fleet/chatter/reactions.ts'
import { tradeScripts } from '../../../bench/fleet/chatter/scripts/index.ts'
import { roomScripts } from '../../../bench/fleet/chatter/scripts/rooms.ts'
import { smallTalk } from '../../../bench/fleet/chatter/scripts/small-talk.ts'
import { type Script, playScript, readChoice, trades } from '../../../bench/fleet/chatter/script.ts'
import { newSlots } from '../../../bench/fleet/chatter/slots.ts'
import { Dice } from '../../../bench/fleet/dice.ts'
import { writeFact } from '../../../bench/fleet/phone-facts.ts'
import { messageFields } from '../../../bench/fleet/phone-message.ts'
import { newMsgSvrId } from '../../../bench/fleet/phone-tasks.ts'
import type { AccountId, PeerId } from '../../../protocol/ids.ts'
import { friendProfile } from '../../../protocol/kinds.ts'

const anySeed = fc.string({ maxLength: 12 })
const anyTrade = fc.constantFrom(...trades)
const unfilled = /\{\w+\}|undefined|NaN/
const agentLines = ['您好', '这个现在99元，可以包邮', '今天发货，单号稍后给您', '方便拍张照片吗？', '不好意思让您久等了', '再见']

describe('scripts', () => {
  const all: readonly (readonly [string, Script])[] = [
    ...trades.flatMap((trade) => tradeScripts[trade].map((script) => [trade, script] as const)),
    ...smallTalk.map((script) => ['any', script] as const),
    ...roomScripts.map((script) => ['room', script] as const),
  ]

  test('each line can be played, has all its slots and becomes a valid message', () => {
    for (const [where, script] of all) {
      for (let seed = 0; seed < 20; seed++) {
        const dice = new Dice(`${where} ${seed}`)
        const trade = trades.find((one) => one === where) ?? 'shop'
        for (const line of playScript(script, { dice, slots: newSlots({ dice, trade }) })) {
          expect(line.text).not.toMatch(unfilled)
          isValid(line, dice)
        }
      }
    }
  })

  test('what customers answer has its slots in every trade', () => {
    const answers = [...reactions.flatMap((reaction) => reaction.answers), ...otherwise, ...toMedia].flat()
    for (const answer of answers) {
      for (const name of answer.matchAll(/\{(\w+)\}/g)) {
        const homes = reactions.filter((reaction) => reaction.answers.some((one) => one.includes(answer)))
        const trade = homes[0]?.trade ?? 'travel'
        expect(newSlots({ dice: new Dice('x'), trade })).toHaveProperty(name[1] as string)
      }
    }
  })

  test('WeChat’s own codes are text, our tags are kinds', () => {
    expect(readChoice('[微笑]')).toEqual({ kind: 'text', text: '[微笑]' })
    expect(readChoice('[OK]')).toEqual({ kind: 'text', text: '[OK]' })
    expect(readChoice('[voice 6]')).toEqual({ kind: 'voice', text: '6' })
    expect(readChoice('[link 一个 标题]')).toEqual({ kind: 'link', text: '一个 标题' })
  })
})

describe('customers', () => {
  test('the same seed says the same', () => {
    fc.assert(fc.property(anySeed, anyTrade, (seed, trade) => {
      const talk = () => conversation(new Customer({ dice: new Dice(seed), trade }))
      expect(talk()).toEqual(talk())
    }))
  })

  test('they open with something, always come to an end, and nobody types for ever', () => {
    fc.assert(fc.property(anySeed, anyTrade, (seed, trade) => {
      const customer = new Customer({ dice: new Dice(seed), trade })
      expect(customer.opens().length).toBeGreaterThan(0)
      const rounds = Array.from({ length: 15 }, (_, index) => {
        return customer.answers({ type: 'text', text: agentLines[index % agentLines.length] as string })
      })
      expect(rounds.at(-1)).toEqual([])
      for (const { afterMs, text } of rounds.flat()) {
        expect(text).not.toMatch(unfilled)
        expect(afterMs).toBeGreaterThan(0)
        expect(afterMs).toBeLessThanOrEqual(25_000)
      }
    }))
  })

  test('they react to what the agent asks for', () => {
    const answers = Array.from({ length: 60 }, (_, seed) => {
      const customer = new Customer({ dice: new Dice(`ask ${seed}`), trade: 'shop' })
      return customer.answers({ type: 'text', text: '麻烦拍张照片发我看一下' })
    })
    expect(answers.flat().some(({ kind }) => kind === 'picture')).toBe(true)
  })
})

test('friends are valid profiles of believable people', () => {
  fc.assert(fc.property(anySeed, anyTrade, (seed, trade) => {
    const friend = newFriend({ dice: new Dice(seed), trade, addedAtMs: Date.UTC(2026, 0, 1), avatar: '' })
    expect(friendProfile().check(friend)).toBeNull()
    expect(friend.nickname).not.toBe('')
  }))
})

function conversation(customer: Customer): Utterance[] {
  return [...customer.opens(), ...agentLines.flatMap((text) => customer.answers({ type: 'text', text }))]
}

function isValid(line: Parameters<typeof contentOf>[0], dice: Dice): void {
  const content = contentOf(line, dice)
  const message = { account: 'wxid_me' as AccountId, peer: 'wxid_peer' as PeerId, ...content }
  expect(() => writeFact(
    'messageReceived', messageFields(message, { msgSvrId: newMsgSvrId(), nowMs: Date.now() }),
  )).not.toThrow()
}
