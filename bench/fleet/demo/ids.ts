import type { MsgSvrId } from '../../../protocol/ids.ts'
import type { Dice } from '../dice.ts'

/** 19 digits as WeChat's, from the seed: the history is the same each time. */
export function newDemoMsgSvrId(dice: Dice): MsgSvrId {
  return `${dice.integer(1, 8)}${dice.letters(18, '0123456789')}` as MsgSvrId
}
