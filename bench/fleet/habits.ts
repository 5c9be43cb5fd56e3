import type { Dice } from './dice.ts'
import type { Member } from './fleet.ts'

/** RISK-2: now and then somebody does on a phone what the company wants to know of. */
export function misuse({ phone, account: { account, friends } }: Member, dice: Dice): void {
  const { wxid } = dice.pick(friends)
  const operation = dice.pick(['chatDeleted', 'photoTaken', 'codeScanned', 'logoutTried', 'blocked'] as const)
  if (operation === 'photoTaken' && !phone.allows('camera')) return
  if (operation === 'codeScanned' && !phone.allows('wechatScan')) return
  if (operation === 'blocked') return void phone.say('friendChanged', { account, friend: { wxid, blocked: true } })
  phone.say('sensitiveOperation', {
    operation, account: operation === 'photoTaken' ? null : account, peer: operation === 'chatDeleted' ? wxid : null,
    detail: operation === 'codeScanned' ? 'https://weixin.qq.com/' : null, media: null, occurredAtMs: phone.nowMs(),
  })
}
