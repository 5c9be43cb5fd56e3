/** Times as people say them; all in the zone of the person who looks. */

/** In a list: 09:05 · 昨天 · 周三 · 3月2日 · 2025/3/2. */
export function listTime(atMs: number, nowMs: number): string {
  const days = daysBetween(atMs, nowMs)
  if (days <= 0) return clock(atMs)
  if (days === 1) return '昨天'
  const at = new Date(atMs)
  if (days < 7) return weekdays[at.getDay()] as string
  if (at.getFullYear() === new Date(nowMs).getFullYear()) return `${at.getMonth() + 1}月${at.getDate()}日`
  return `${at.getFullYear()}/${at.getMonth() + 1}/${at.getDate()}`
}

/** Between two days of a thread: 今天 · 昨天 · 10月28日 周三 · 2025年3月2日. */
export function dayText(atMs: number, nowMs: number): string {
  const days = daysBetween(atMs, nowMs)
  if (days <= 0) return '今天'
  if (days === 1) return '昨天'
  const at = new Date(atMs)
  const sameYear = at.getFullYear() === new Date(nowMs).getFullYear()
  const day = `${at.getMonth() + 1}月${at.getDate()}日 ${weekdays[at.getDay()] ?? ''}`
  return sameYear ? day : `${at.getFullYear()}年${day}`
}

export function clock(atMs: number): string {
  const at = new Date(atMs)
  return `${two(at.getHours())}:${two(at.getMinutes())}`
}

/** Complete, for a tooltip and for screen readers. */
export function fullTime(atMs: number): string {
  const at = new Date(atMs)
  const day = `${at.getFullYear()}年${at.getMonth() + 1}月${at.getDate()}日`
  return `${day} ${clock(atMs)}:${two(at.getSeconds())}`
}

/** 2026-03-02 14:05, where it stands among other facts. */
export function dateTime(atMs: number): string {
  const at = new Date(atMs)
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${clock(atMs)}`
}

export function isSameDay(a: number, b: number): boolean {
  return dayNumber(a) === dayNumber(b)
}

/** How long somebody waits: 30 秒 · 5 分 · 2 小时 · 3 天. */
export function waitText(waitedMs: number): string {
  const seconds = Math.max(0, Math.floor(waitedMs / 1000))
  if (seconds < 60) return `${seconds} 秒`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} 分`
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} 小时` : `${Math.floor(seconds / 86_400)} 天`
}

/** 0:07 · 12:30 · 1:02:03 */
export function durationText(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const rest = String(seconds % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}

/** 812 B · 12 KB · 3.4 MB */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 ** 2) return `${Math.round(bytes / 1024)} KB`
  return bytes < 1024 ** 3 ? `${(bytes / 1024 ** 2).toFixed(1)} MB` : `${(bytes / 1024 ** 3).toFixed(2)} GB`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

function daysBetween(atMs: number, nowMs: number): number {
  return dayNumber(nowMs) - dayNumber(atMs)
}

function dayNumber(atMs: number): number {
  return Math.floor((atMs - new Date(atMs).getTimezoneOffset() * 60_000) / 86_400_000)
}

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']
