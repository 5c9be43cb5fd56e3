import { type SwitchName, defaultSwitches } from '../../protocol/switches.ts'
import type { Configuration } from './phone-state.ts'

/** What was applied last; null: nobody has set anything yet. */
type Applied = Configuration | null

/** Whether the phone lets people do this, or does it itself (P79). In free mode it is a phone like any other. */
export function allows(applied: Applied, name: SwitchName): boolean {
  if (applied?.freeMode === true) return !ownFunctions.has(name)
  const on: readonly SwitchName[] = applied?.switches ?? defaultSwitches
  // WeChat scans with the phone's camera.
  return on.includes(name) && (name !== 'wechatScan' || on.includes('camera'))
}

/** As it stands on the phone's screen, in WeChat or in another app. */
export function textShown(applied: Applied, text: string, where: 'wechat' | 'app'): string {
  if (applied === null || applied.freeMode) return text
  const [pattern, numbers] = where === 'wechat'
    ? [applied.maskWechat, allows(applied, 'numbersInChats')] as const
    : [applied.maskApps, allows(applied, 'numbersInApps')] as const
  const masked = pattern === null ? text : stars(text, new RegExp(pattern, 'gu'))
  return numbers ? masked : stars(masked, /\d{7,}/gu)
}

/** DEV-7: of these packages. */
export function appsShown(applied: Applied, installed: readonly string[]): string[] {
  const { visibleApps = [], freeMode = false } = applied ?? {}
  return installed.filter((app) => freeMode || visibleApps.length === 0 || visibleApps.includes(app))
}

/** SET-1, SET-2: whether pictures go to the hub as they are; else their small ones, until the original is asked for. */
export function sendsWhole(applied: Applied, peer: string): boolean {
  if (applied === null) return true
  return peer.endsWith('@chatroom') ? applied.fullRoomPictures : applied.fullFriendPictures
}

/** What only a work phone does. */
const ownFunctions: ReadonlySet<SwitchName> = new Set<SwitchName>(['callRecording', 'smsBackup'])

function stars(text: string, pattern: RegExp): string {
  return text.replace(pattern, (found) => '*'.repeat(Array.from(found).length))
}
