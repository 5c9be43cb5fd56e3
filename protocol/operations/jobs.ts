import { bulkActionNames } from '../bulk/index.ts'
import { integer, listOf, oneOf, optional, pattern } from '../fields.ts'
import { type JobId, jobId, mediaId } from '../ids.ts'
import { importNames } from '../imports/index.ts'
import { jsonObject, selection } from '../json-fields.ts'
import { limits } from '../limits.ts'
import { operation } from '../operation.ts'
import type { RowOf } from '../resource.ts'
import { resourceNames } from '../resources/index.ts'
import type { jobs } from '../resources/job.ts'

export type JobRow = RowOf<typeof jobs>

export const startBulk = operation<{ job: JobId }>()({
  name: 'startBulk', permission: 'signedIn', effect: 'changes',
  about: 'Changes many rows as a job. Needs the right of the action; rows outside the user’s scope are no part of it.',
  input: {
    action: oneOf(...bulkActionNames), selection: selection(),
    /** The largest is an address book. */
    input: optional(jsonObject('input', { bytesMax: 192 * 1024 })),
  },
})

export const exportFormats = ['xlsx', 'csv'] as const
export type ExportFormat = (typeof exportFormats)[number]

export const startExport = operation<{ job: JobId }>()({
  name: 'startExport', permission: 'export', effect: 'changes',
  about: 'Writes rows to a spreadsheet as a job; GET /download/<job> gives the file to who asked for it.',
  input: {
    resource: oneOf(...resourceNames), selection: selection(), format: oneOf(...exportFormats),
    /** In this order; without them all but the inner ones. */
    columns: optional(listOf(pattern<string>('column', /^[A-Za-z][A-Za-z0-9]*$/, 64), { max: 200 })),
    /** The order of rows; without it the resource's own. */
    sort: optional(pattern<string>('column', /^[A-Za-z][A-Za-z0-9]*$/, 64)),
  },
})

/** The template is GET /template/<sheet>. */
export const startImport = operation<{ job: JobId }>()({
  name: 'startImport', permission: 'signedIn', effect: 'changes',
  about: 'Takes in a spreadsheet that was uploaded as a medium, row by row. Needs the right of the sheet.',
  input: { sheet: oneOf(...importNames), media: mediaId() },
})

export const getJob = operation<{ job: JobRow }>()({
  name: 'getJob', permission: 'signedIn', effect: 'reads', about: 'One job with its progress.', input: { job: jobId() },
})

export const cancelJob = operation<Record<string, never>>()({
  name: 'cancelJob', permission: 'signedIn', effect: 'changes',
  about: 'Stops a job after the rows in hand; what was done stays.', input: { job: jobId() },
})

/** A row that failed; `code` is a fault code. */
export interface FailedRow { number: number; row: string; title: string; code: string; reason: string }

export const listFailedRows = operation<{ rows: FailedRow[]; next: number | null }>()({
  name: 'listFailedRows', permission: 'signedIn', effect: 'reads', about: 'The rows of a job that failed, and why.',
  input: {
    job: jobId(), after: optional(integer({ min: 0, max: 2 ** 31 })),
    rows: optional(integer({ min: 1, max: limits.pageRowsMax })),
  },
})
