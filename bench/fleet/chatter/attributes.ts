import type { Bodies } from '../../../protocol/bodies.ts'
import type { MessageType } from '../../../protocol/kinds.ts'
import type { Dice } from '../dice.ts'
import { newWxid } from './people.ts'
import type { LineKind } from './script.ts'

/**
 * A line as a message: its kind, what a person reads of it, its attributes. Media are added by who has them.
 */
export interface Content {
  type: MessageType
  text: string
  body: Bodies[keyof Bodies]
}

/** `text` is the line's: seconds of a voice note, a title, a place, an amount. */
export function contentOf({ kind, text }: { kind: LineKind; text: string }, dice: Dice): Content {
  if (kind === 'text' || kind === 'system') return { type: kind, text, body: {} }
  return { type: kind, ...makers[kind](text, dice) }
}

type Made = { text: string; body: Bodies[keyof Bodies] }

const makers: Record<Exclude<LineKind, 'text' | 'system'>, (text: string, dice: Dice) => Made> = {
  picture: () => ({ text: '', body: {} }),
  voice: (text) => ({ text: '', body: { durationMs: seconds(text) } }),
  video: (text, dice) => ({
    text: '',
    body: { durationMs: seconds(text), bytes: dice.integer(900, 9_000) * 1_024, width: 720, height: 1_280 },
  }),
  file: (text, dice) => ({
    text, body: { name: text, bytes: dice.integer(20, 900) * 1_024, ext: text.split('.').at(-1) ?? '' },
  }),
  link: (text, dice) => ({
    text,
    body: {
      title: text, description: dice.pick(descriptions), url: `https://shop.example.com/p/${dice.digits(8)}`,
    },
  }),
  card: (text, dice) => ({
    text, body: { wxid: newWxid(dice), nickname: text, alias: '', avatar: '' },
  }),
  location: (text, dice) => ({
    text,
    body: { lat: 30.2 + dice.between(0, 0.15), lng: 120.1 + dice.between(0, 0.15), label: text, poi: text },
  }),
  miniProgram: (text, dice) => ({
    text, body: { title: text, appid: `wx${dice.letters(16, '0123456789abcdef')}`, path: 'pages/index' },
  }),
  emoji: (text) => ({ text, body: { width: 120, height: 120 } }),
  redPacket: (text) => ({
    text: text || '恭喜发财，大吉大利', body: { greeting: text || '恭喜发财，大吉大利', state: 'sent' },
  }),
  transfer: (text) => {
    const yuan = Number(text) || 10
    return {
      text: `￥${yuan.toFixed(2)}`,
      body: { amountFen: Math.round(yuan * 100), display: `￥${yuan.toFixed(2)}`, state: 'sent' },
    }
  },
  quote: (text) => ({ text, body: {} }),
  pat: (text) => ({ text, body: {} }),
  roomNotice: (text) => ({ text, body: {} }),
  audioCall: (text) => ({ text: '', body: call(text) }),
  videoCall: (text) => ({ text: '', body: call(text) }),
  videoChannel: (text) => ({ text, body: { title: text, nickname: '生活号' } }),
  mergedHistory: (text) => ({ text, body: { title: text, lines: [] } }),
}

function seconds(text: string): number {
  return (Number(text) || 5) * 1_000
}

function call(text: string): { durationMs: number; state: string } {
  const durationMs = (Number(text) || 0) * 1_000
  return { durationMs, state: durationMs > 0 ? 'ended' : 'cancelled' }
}

const descriptions = ['点击查看详情', '限时优惠，先到先得', '好友都在看', '已有1.2万人浏览', '官方正品，售后无忧']
