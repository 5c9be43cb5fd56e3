import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { WriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import ExcelJS from '@protobi/exceljs'
import { stringify } from 'csv-stringify'
import type { ExportFormat } from '../../protocol/operations/jobs.ts'
import { type Cell, harmless } from './cells.ts'

export interface SheetWriter {
  /** Resolves when the file takes more. */
  write(cells: readonly Cell[]): Promise<void>
  /** Resolves when the file is whole. */
  end(): Promise<void>
}

export interface SheetOptions {
  path: string
  format: ExportFormat
  sheet: string
  titles: readonly string[]
  /** Data rows of one sheet; for tests. */
  rowsMax?: number
}

/** Rows go to the file as they come; memory doesn't grow with them. */
export function newSheetWriter(options: SheetOptions): SheetWriter {
  return options.format === 'csv' ? newCsvWriter(options) : newXlsxWriter(options)
}

/** With a byte order mark, or Excel reads Chinese as something else. */
function newCsvWriter({ path, titles }: SheetOptions): SheetWriter {
  const file = createWriteStream(path)
  const lines = stringify({ bom: true, record_delimiter: 'windows' })
  lines.pipe(file)
  lines.write([...titles])
  return {
    async write(cells) {
      const safe = cells.map((cell) => (typeof cell === 'string' ? harmless(cell) : cell))
      if (!lines.write(safe)) await once(lines, 'drain')
    },
    async end() {
      lines.end()
      await finished(file)
    },
  }
}

/** Texts are texts there, digits too; so nothing needs an apostrophe. A full sheet is followed by another. */
function newXlsxWriter({ path, sheet, titles, rowsMax = sheetRowsMax }: SheetOptions): SheetWriter {
  const file = createWriteStream(path)
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: file, useSharedStrings: false, useStyles: false })
  let [number, rows] = [0, 0]
  const next = (): ExcelJS.Worksheet => {
    number += 1
    rows = 0
    const made = book.addWorksheet(number === 1 ? sheet : `${sheet} ${number}`)
    made.addRow([...titles]).commit()
    return made
  }
  let current = next()
  return {
    async write(cells) {
      if (rows === rowsMax) {
        current.commit()
        current = next()
      }
      rows += 1
      current.addRow([...cells]).commit()
      if (rows % breathRows === 0) await taken(file)
    },
    async end() {
      current.commit()
      await book.commit()
      if (!file.closed) await finished(file).catch(() => undefined)
    },
  }
}

/** The library pipes without looking at the file's pace. */
async function taken(file: WriteStream): Promise<void> {
  if (file.writableNeedDrain) await once(file, 'drain')
  else await new Promise<void>((resolve) => { setImmediate(resolve) })
}

/** Excel's limit of rows, less the titles. */
const sheetRowsMax = 1_048_575
const breathRows = 200
