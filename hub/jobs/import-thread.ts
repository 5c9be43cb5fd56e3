import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { sheets } from '../../protocol/imports/index.ts'
import type { SheetName } from '../../protocol/imports/index.ts'
import type { ImportSheet } from '../../protocol/import-sheet.ts'
import { readSheet } from './sheet-reader.ts'

export interface ImportSettings {
  path: string
  sheet: SheetName
  /** Data rows that were done before. */
  skip: number
}

export interface SheetLine { number: number; cells: Record<string, string> }
export type ImportNews =
  /** No lines: the end. */
  | { kind: 'lines'; lines: SheetLine[]; total: number | null }
  | { kind: 'refused'; reason: string }

/** Each `next` is answered with some lines; nothing is read ahead. */
async function main(port: MessagePort, { path, sheet, skip }: ImportSettings): Promise<void> {
  await once(port, 'message')
  const tell = (news: ImportNews): void => port.postMessage(news)
  const reading = readLines(path, sheets[sheet])
  let lines: SheetLine[] = []
  let number = 0
  for (;;) {
    const { value, done = false } = await reading.next()
    if (typeof value === 'string') return tell({ kind: 'refused', reason: value })
    if (!done) {
      number += 1
      if (number > rowsMax) return tell({ kind: 'refused', reason: `more than ${rowsMax} rows` })
      if (number > skip) lines.push({ number, cells: value ?? {} })
      if (lines.length < sliceRows) continue
    }
    const asked = once(port, 'message')
    tell({ kind: 'lines', lines, total: done ? number : null })
    const isEnd = lines.length === 0
    lines = []
    if (isEnd) return
    await asked
    if (done) return tell({ kind: 'lines', lines: [], total: number })
  }
}

/** Rows by column name; empty ones are left out. Returns a reason when the titles don't fit. */
async function* readLines(
  path: string, { columns }: ImportSheet,
): AsyncGenerator<Record<string, string>, string | undefined> {
  let names: (string | undefined)[] | null = null
  for await (const cells of readSheet(path)) {
    if (names === null) {
      const byTitle = new Map(Object.entries(columns).map(([name, { title }]) => [title, name]))
      const found = cells.map((title) => byTitle.get(title.trim().replace(/\s*\*$/, '')))
      const missing = Object.entries(columns).filter(([name, one]) => one.required && !found.includes(name))
      if (missing.length > 0) return `缺少列：${missing.map(([, { title }]) => title).join('、')}`
      names = found
    } else if (cells.some((cell) => cell.trim() !== '')) {
      const known = names
      yield Object.fromEntries(cells.flatMap((cell, at) => {
        const name = known[at]
        return name === undefined ? [] : [[name, cell.trim()]]
      }))
    }
  }
  return names === null ? '文件是空的' : undefined
}

const sliceRows = 10
const rowsMax = 200_000

await main(parentPort as MessagePort, workerData as ImportSettings)
