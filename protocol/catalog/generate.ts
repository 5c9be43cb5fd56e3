import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { generatedFiles, protocolDocument } from './generated-files.ts'

/** Run by `npm run catalog` in the project's root; a test fails while the files differ from the code. */
for (const [path, text] of generatedFiles({ document: readFileSync(protocolDocument, 'utf8') })) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  console.log(path)
}
