import { userOf } from '../../../protocol/chat-message.ts'
import { pairKey } from './book.ts'
import { deviceOf } from './fold-tasks.ts'
import type { At, Slice } from './slice.ts'

export function onDeviceConnected(slice: Slice, { event, position, journalMs }: At<'deviceConnected'>): void {
  const device = slice.devices.get(event.device)
  if (device === undefined) return
  const { run, install } = event
  const connection = { epoch: position, run, install, online: true, seenMs: journalMs }
  slice.devices.set(device.id, { ...device, ...connection, info: { ...device.info, ...event.info } })
  slice.connected.add(device.id)
  slice.asks.wakes = true
}

/** Only the newest connection's end counts. */
export function onDeviceDisconnected(slice: Slice, { event, journalMs }: At<'deviceDisconnected'>): void {
  const device = slice.devices.get(event.device)
  if (device === undefined || device.epoch !== event.connection || !device.online) return
  slice.devices.set(device.id, { ...device, online: false, seenMs: journalMs })
}

export function onDeviceReported(slice: Slice, { event, journalMs }: At<'deviceReported'>): void {
  const device = slice.devices.get(deviceOf(event.source))
  if (device === undefined) return
  slice.devices.set(device.id, { ...device, seenMs: journalMs, status: { ...device.status, ...event.status } })
}

export function onSeatConnected(slice: Slice, { event, position }: At<'seatConnected'>): void {
  const { user, tab, run } = event
  slice.tabs.set(pairKey(user, tab), { user, tab, run, epoch: position, online: true })
  slice.asks.wakes = true
}

export function onSeatDisconnected(slice: Slice, { event }: At<'seatDisconnected'>): void {
  const key = pairKey(event.user, event.tab)
  const tab = slice.tabs.get(key)
  if (tab?.epoch === event.connection) slice.tabs.set(key, { ...tab, online: false })
}

export function onSeatModeChanged(slice: Slice, { event, position }: At<'seatModeChanged'>): void {
  const user = userOf(event.source)
  slice.modes.set(user, { user, away: event.away, autoReply: event.autoReply, changedAt: position })
  slice.asks.wakes ||= !event.away
}

/** Everything this hub held is offline: what this slice has in memory here, the rest with one statement. */
export function onRunEnded(slice: Slice, { event: { run }, journalMs }: At<'hubStopped' | 'hubLost'>): void {
  slice.endedRuns.push({ run, journalMs })
  for (const [id, device] of slice.devices.all()) {
    if (device.run === run && device.online) slice.devices.set(id, { ...device, online: false, seenMs: journalMs })
  }
  for (const [key, tab] of slice.tabs.all()) {
    if (tab.run === run && tab.online) slice.tabs.set(key, { ...tab, online: false })
  }
}
