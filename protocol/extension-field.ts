import { type Field, byteLength, field, text, timeMaxMs, timeMinMs } from './fields.ts'
import type { ExtensionFieldId } from './ids.ts'

/** EXT-1: the seven types of extension fields, in the manual's words. */
export const extensionKinds = {
  number: '数字', text: '字符', longText: '多行字符', date: '日期', dateTime: '日期时间', single: '单选', multiple: '多选',
} as const
export type ExtensionKind = keyof typeof extensionKinds

/** A number; a text; a day as 2026-01-31; a time in ms; a choice; several of them. */
export type ExtensionValue = number | string | string[]

/** What is asked about every friend, as consoles and lists know it. */
export interface ExtensionField {
  id: ExtensionFieldId
  name: string
  kind: ExtensionKind
  /** Of 单选 and 多选; a value keeps its words when its choice is gone. */
  choices: string[]
}

export const extensionLimits = Object.freeze({
  /** Fields that can be used at a time: columns of one list. */
  fieldsMax: 100,
  choicesMax: 50,
  choiceBytesMax: 96,
  /** A line, 200 Chinese characters; and as many as fit a screen, 2,000. */
  textBytesMax: 600,
  longTextBytesMax: 6_000,
  /** Whole cents of it are exact. */
  numberMax: 1_000_000_000_000,
})

export const hasChoices = (kind: ExtensionKind): boolean => kind === 'single' || kind === 'multiple'

/** Null when the value fits the field. `kept` is what it had before: a choice that is gone may stay. */
export function extensionFault(
  { kind, choices }: Pick<ExtensionField, 'kind' | 'choices'>, value: ExtensionValue,
  kept: ExtensionValue | null = null,
): string | null {
  switch (kind) {
    case 'number': return numberFault(value)
    case 'text': return lineFault(value)
    case 'longText': return textFault(value, extensionLimits.longTextBytesMax)
    case 'date': return typeof value === 'string' && isDay(value) ? null : 'not a day'
    case 'dateTime': return isTime(value) ? null : 'not a time between 2000 and 2100'
    case 'single': {
      return typeof value === 'string' ? choicesFault([value], [...choices, ...textsOf(kept)]) : 'not a choice'
    }
    case 'multiple': {
      return Array.isArray(value) ? choicesFault(value, [...choices, ...textsOf(kept)]) : 'not a list of choices'
    }
  }
}

/** '' , an empty list and nil say nothing. */
export function isBlank(value: ExtensionValue | null): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

export function isSameValue(one: ExtensionValue | null, other: ExtensionValue | null): boolean {
  return (isBlank(one) && isBlank(other)) || JSON.stringify(one) === JSON.stringify(other)
}

/** The number by which values are in order: itself, a day's begin in UTC, the time. */
export function orderOf({ kind }: Pick<ExtensionField, 'kind'>, value: ExtensionValue): number | null {
  if (kind === 'date') return Date.parse(`${String(value)}T00:00:00Z`)
  return typeof value === 'number' ? value : null
}

/** Any value at the edge; whether it fits its field is known by who knows the field. */
export function extensionValue(): Field<ExtensionValue> {
  const bytesMax = extensionLimits.longTextBytesMax
  return field(`number, text ≤ ${bytesMax} bytes or list of choices`, { kind: 'json', what: 'value', bytesMax },
    (value) => {
      if (typeof value === 'number') return Number.isFinite(value) ? null : 'not a number'
      if (typeof value === 'string') return anyText.check(value)
      if (!Array.isArray(value)) return 'not a number, a text or a list of texts'
      if (value.length > extensionLimits.choicesMax) return `more than ${extensionLimits.choicesMax} entries`
      return value.map((one) => choiceText.check(one)).find((fault) => fault !== null) ?? null
    })
}

function numberFault(value: ExtensionValue): string | null {
  const { numberMax } = extensionLimits
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'not a number'
  return Math.abs(value) > numberMax ? `not in -${numberMax}–${numberMax}` : null
}

function textFault(value: ExtensionValue, bytesMax: number): string | null {
  if (typeof value !== 'string') return 'not a text'
  return byteLength(value) > bytesMax ? `longer than ${bytesMax} bytes` : null
}

function lineFault(value: ExtensionValue): string | null {
  const fault = textFault(value, extensionLimits.textBytesMax)
  return fault ?? (/[\r\n]/.test(String(value)) ? 'not one line' : null)
}

function isTime(value: ExtensionValue): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= timeMinMs && value <= timeMaxMs
}

function isDay(value: string): boolean {
  const ms = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN
  const isReal = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value)
  return isReal && value >= '1900-01-01' && value < '2101-01-01'
}

function choicesFault(given: readonly string[], choices: readonly string[]): string | null {
  if (new Set(given).size < given.length) return 'a choice twice'
  return given.every((one) => choices.includes(one)) ? null : `not one of ${choices.join(', ')}`
}

function textsOf(value: ExtensionValue | null): readonly string[] {
  return Array.isArray(value) ? value : typeof value === 'string' ? [value] : []
}

const anyText = text({ bytesMax: extensionLimits.longTextBytesMax })
const choiceText = text({ bytesMin: 1, bytesMax: extensionLimits.choiceBytesMax })
