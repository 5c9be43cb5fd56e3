import { readContactSheet as operation } from '../../../protocol/operations/device.ts'
import { defineHandler } from '../define-handler.ts'
import { ownUpload } from '../jobs/own-upload.ts'
import { Refusal, refuseField } from '../refusal.ts'

export const readContactSheet = defineHandler(operation, async ({ media }, context) => {
  const medium = await ownUpload(media, context)
  if (medium instanceof Refusal) return medium
  if (medium.bytes > bytesMax) return refuseField('media', `larger than ${bytesMax} bytes`)
  const lines = await context.jobs.readSheet({ media, sheet: 'deviceContacts', rowsMax })
  if (lines instanceof Refusal) return lines
  return { rows: lines.map(({ cells: { name = '', number = '' } }) => ({ name, number })) }
})

/** As many as are imported at once. */
const rowsMax = 2_000
/** Of 2,000 rows with much besides. */
const bytesMax = 2 * 1024 * 1024
