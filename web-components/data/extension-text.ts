import type { ExtensionField, ExtensionValue } from '../../protocol/extension-field.ts'
import { fullTime } from './time-text.ts'

/** A value as people read it; '' for none. */
export function extensionText(
  { kind }: Pick<ExtensionField, 'kind'>, value: ExtensionValue | null | undefined,
): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.join('、')
  if (typeof value === 'string') return value
  return kind === 'dateTime' ? fullTime(value) : value.toLocaleString('zh-CN', { maximumFractionDigits: 6 })
}
