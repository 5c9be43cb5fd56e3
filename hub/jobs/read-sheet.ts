import type { SheetName } from '../../protocol/imports/index.ts'
import { type Refusal, refuse, refuseField } from '../operations/refusal.ts'
import type { SheetLine } from './import-thread.ts'
import { openSheet } from './open-sheet.ts'

export interface SheetAsked { path: string; sheet: SheetName; rowsMax: number }

/** The whole of a small sheet at once. One at a time: each is a thread, and a packed file can be long inside. */
export function newSheetReader(): (asked: SheetAsked) => Promise<SheetLine[] | Refusal> {
  let isReading = false
  return async (asked) => {
    if (isReading) return refuse('tooMany', 'another sheet is being read')
    isReading = true
    try {
      return await readWhole(asked)
    } catch {
      return refuseField('media', 'this file can’t be read as a sheet')
    } finally {
      isReading = false
    }
  }
}

async function readWhole({ path, sheet, rowsMax }: SheetAsked): Promise<SheetLine[] | Refusal> {
  const lines = openSheet({ path, sheet, skip: 0 })
  const timer = setTimeout(() => void lines.close(), longestMs)
  const found: SheetLine[] = []
  try {
    for (;;) {
      const news = await lines.next()
      if (news.kind === 'refused') return refuseField('media', news.reason)
      if (news.lines.length === 0) return found
      found.push(...news.lines)
      if (found.length > rowsMax) return refuseField('media', `more than ${rowsMax} rows`)
    }
  } finally {
    clearTimeout(timer)
    await lines.close()
  }
}

/** 2,000 rows take a tenth of a second; what takes so much longer isn't an address book. */
const longestMs = 10_000
