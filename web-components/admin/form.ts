import type { TemplateResult } from 'lit'
import type { OperationFault } from '../../protocol/operation.ts'
import type { OptionList } from '../../protocol/resource.ts'
import type { Admin } from '../data/admin.ts'
import type { Answer } from '../data/api.ts'

export type FormValues = Record<string, unknown>

/** A dialog that asks for values and hands them to an operation. */
export interface Form {
  readonly title: string
  readonly about?: string
  readonly fields: readonly FormField[]
  /** A long form step by step; without it all fields stand on one page. */
  readonly steps?: readonly { readonly title: string; readonly fields: readonly string[] }[]
  readonly values: FormValues
  /** Of the row that is changed; the hub refuses a change of an older one. */
  readonly version?: number
  /** Where a conflict's answer holds the version, if not in `version`. */
  readonly versionName?: string
  /** The row that a conflict answers with, as values of this form. */
  readonly read?: (current: Record<string, unknown>) => FormValues
  readonly submit: (values: FormValues, given: { admin: Admin; version: number }) => Promise<Answer<unknown>>
  readonly submitText?: string
  /** What is said when it is done. */
  readonly done?: string
  /** Which field a fault belongs to that names none. */
  readonly faultFields?: Readonly<Record<string, string>>
  readonly isWide?: boolean
  /** Below the fields, on the last step: what these values would come to. */
  readonly preview?: (values: FormValues, admin: Admin) => TemplateResult
}

export type FormField = FieldHead & FieldKind

interface FieldHead {
  readonly name: string
  readonly title: string
  readonly required?: boolean
  readonly hint?: string
  readonly placeholder?: string
  /** Takes the whole width of the dialog. */
  readonly wide?: boolean
  readonly when?: (values: FormValues) => boolean
}

type FieldKind =
  | { readonly kind: 'text' | 'password' | 'textarea' | 'switch' | 'date' | 'lines' }
  | { readonly kind: 'contacts' | 'department' | 'permissions' | 'parts' }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'choice' | 'ticks'; readonly choices: Readonly<Record<string, string>> }
  | { readonly kind: 'option' | 'multi'; readonly options: OptionList }

/** A question before something is done that is hard to take back. */
export interface Ask {
  readonly title: string
  readonly text: string
  readonly confirm: string
  readonly danger?: boolean
  readonly run: (admin: Admin) => Promise<Answer<unknown>>
  readonly done?: string
}

/** Where each fault of the answer belongs; what belongs to no field is said above the buttons. */
export function faultsByField(form: Form, fault: OperationFault): Record<string, string> {
  const named = (fault.faults ?? []).filter(({ field }) => form.fields.some(({ name }) => name === field))
  const own = form.faultFields?.[fault.code]
  return {
    ...Object.fromEntries(named.map(({ field, reason }) => [field, reason])),
    ...own === undefined ? {} : { [own]: fault.code },
  }
}

export function missingFields({ fields }: Form, values: FormValues): string[] {
  const asked = fields.filter(({ required, when }) => required === true && when?.(values) !== false)
  return asked.filter(({ name }) => isBlank(values[name])).map(({ name }) => name)
}

/** Fields that somebody else changed since the form was opened. */
export function changedFields(form: Form, current: FormValues): FormField[] {
  return form.fields.filter(({ name }) =>
    JSON.stringify(form.values[name] ?? null) !== JSON.stringify(current[name] ?? null))
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}
