import { newCatalog } from './catalog.ts'
import { compactJson } from './compact-json.ts'
import { goldenFiles } from './golden.ts'
import { newTables, withTables } from './tables.ts'

export const protocolDocument = 'protocol/PROTOCOL.md'

/** Every generated file by its path. The text of PROTOCOL.md is a person's, its tables are not. */
export function generatedFiles({ document }: { document: string }): Map<string, string> {
  const files = new Map([[protocolDocument, withTables(document, newTables())]])
  files.set('protocol/catalog.json', compactJson(newCatalog()))
  for (const [name, content] of Object.entries(goldenFiles())) {
    files.set(`protocol/golden/${name}`, compactJson(content))
  }
  return files
}
