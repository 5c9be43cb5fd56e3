import type { DeviceRow } from '../../protocol/operations/device.ts'
import { waitText } from '../data/time-text.ts'

/** What people call this phone: its remark, or what is printed on it, or its id. */
export function deviceName({ remark, device, ...printed }: DeviceRow): string {
  return remark || modelText(printed) || device
}

export function modelText({ brand, model }: Pick<DeviceRow, 'brand' | 'model'>): string {
  return [brand, model].filter(Boolean).join(' ')
}

export type DeviceState = 'online' | 'offline' | 'revoked'

export function deviceState({ online, revoked }: DeviceRow): DeviceState {
  if (revoked) return 'revoked'
  return online ? 'online' : 'offline'
}

export const stateTexts: Record<DeviceState, string> = { online: '在线', offline: '离线', revoked: '已移除' }

/** 刚刚 · 5 分钟前 · 2 小时前 · 3 天前. */
export function seenText(row: DeviceRow, nowMs: number): string {
  if (deviceState(row) === 'online') return '现在'
  if (row.lastSeenMs === null) return '从未连接'
  const agoMs = nowMs - row.lastSeenMs
  if (agoMs < 60_000) return '刚刚'
  return `${waitText(agoMs).replace('分', '分钟')}前`
}
