import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Live tests start processes and threads from dist/, so a missing build would fail them one by one. */
export default function setupLive(): void {
  const entry = fileURLToPath(new URL('../../dist/hub/main.js', import.meta.url))
  if (!existsSync(entry)) {
    throw new Error('dist/ is not built: run the live tests through `npm test`, which builds first')
  }
}
