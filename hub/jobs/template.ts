import ExcelJS from '@protobi/exceljs'
import type { ImportSheet } from '../../protocol/import-sheet.ts'

/** Titles with a star where something is needed, an example below; digits are texts, so that zeros in front stay. */
export async function templateOf({ title, columns }: ImportSheet): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet(title)
  const all = Object.values(columns)
  sheet.columns = all.map((column) => ({
    header: `${column.title}${column.required ? ' *' : ''}`, width: 24, style: { numFmt: '@' },
  }))
  sheet.addRow(all.map(({ example }) => example))
  sheet.getRow(1).font = { bold: true }
  return Buffer.from(await book.xlsx.writeBuffer())
}
