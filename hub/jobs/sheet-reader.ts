import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { TextDecoderStream } from 'node:stream/web'
import { Readable } from 'node:stream'
import ExcelJS from '@protobi/exceljs'
import { parse } from 'csv-parse'

/** The rows of a sheet as texts: xlsx (the first sheet), or csv in UTF-8 or GB 18030, which Excel writes in China. */
export async function* readSheet(path: string): AsyncGenerator<string[]> {
  const file = await open(path)
  const head = Buffer.alloc(headBytes)
  const { bytesRead } = await file.read(head, 0, headBytes, 0)
  await file.close()
  if (head.subarray(0, 2).toString('latin1') === 'PK') yield* readXlsx(path)
  else yield* readCsv(path, encodingOf(head.subarray(0, bytesRead)))
}

async function* readXlsx(path: string): AsyncGenerator<string[]> {
  const book = new ExcelJS.stream.xlsx.WorkbookReader(createReadStream(path), {
    worksheets: 'emit', sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', entries: 'ignore',
  })
  for await (const sheet of book) {
    for await (const row of sheet) {
      const cells: string[] = []
      for (let column = 1; column <= row.cellCount; column++) cells.push(row.getCell(column).text ?? '')
      yield cells
    }
    return
  }
}

async function* readCsv(path: string, encoding: string): AsyncGenerator<string[]> {
  const text = Readable.toWeb(createReadStream(path)).pipeThrough(new TextDecoderStream(encoding))
  const options = { bom: true, relax_column_count: true, relax_quotes: true, max_record_size: recordCharsMax }
  const lines = Readable.fromWeb(text).pipe(parse(options))
  for await (const line of lines) yield line as string[]
}

/** UTF-8 unless it isn't valid; the head may end inside of a character. */
function encodingOf(head: Buffer): string {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return 'utf-8'
  } catch {
    return 'gb18030'
  }
}

const headBytes = 64 * 1024
const recordCharsMax = 256 * 1024
