import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { generatedFiles, protocolDocument } from '../../protocol/catalog/generated-files.ts'
import { newTables, withTables } from '../../protocol/catalog/tables.ts'
import { stampLength } from '../../protocol/events/fact.ts'
import { facts } from '../../protocol/events/index.ts'
import { projectRoot } from '../support/sources.ts'

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8')
const document = read(protocolDocument)

describe('what is generated', () => {
  const paths = [...generatedFiles({ document }).keys()]
  test.each(paths)('%s is what `npm run catalog` makes of the code', (path) => {
    const isSame = read(path) === generatedFiles({ document }).get(path)
    expect(isSame, 'run `npm run catalog`').toBe(true)
  })

  test('every table has its place in PROTOCOL.md', () => {
    const places = [...document.matchAll(/<!-- table: (\w+) -->/g)].map(([, name]) => name)
    expect(new Set(places)).toEqual(new Set(Object.keys(newTables())))
    expect(new Set(places).size).toBe(places.length)
  })

  test('a marker without a table is a mistake', () => {
    expect(() => withTables('<!-- table: nothing -->\n<!-- end -->', {})).toThrow('nothing')
  })
})

describe('PROTOCOL.md', () => {
  const rules = [...document.matchAll(/^\*\*P(\d+)\*\*/gm)].map(([, number]) => Number(number))

  test('rules are numbered from 1 without gaps', () => {
    expect(rules).toEqual(rules.map((_rule, index) => index + 1))
  })

  test('every rule that is spoken of exists', () => {
    const spoken = [...document.matchAll(/\bP(\d+)\b/g)].map(([, number]) => Number(number))
    expect(spoken.filter((number) => number > rules.length)).toEqual([])
  })

  test('every link into the document has its heading', () => {
    const seen = new Map<string, number>()
    const anchors = [...document.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => {
      const anchor = title.toLowerCase().replace(/[^\p{L}\d -]/gu, '').replaceAll(' ', '-')
      seen.set(anchor, (seen.get(anchor) ?? -1) + 1)
      return seen.get(anchor) === 0 ? anchor : `${anchor}-${seen.get(anchor)}`
    })
    const links = [...document.matchAll(/\]\(#([^)]+)\)/g)].map(([, link]) => link)
    expect(links.filter((link) => !anchors.includes(link as string))).toEqual([])
  })
})

test('no fact has a field that its stamp in the journal has too', () => {
  const stamp = new Set(['kind', 'source', 'sequence', 'epoch', 'atMs'])
  expect(stamp.size).toBe(stampLength)
  const clashes = facts.shapes.flatMap(({ name, names }) => {
    return names.filter((field) => stamp.has(field)).map((field) => `${name}.${field}`)
  })
  expect(clashes).toEqual([])
})
