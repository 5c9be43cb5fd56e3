import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** Builds both consoles into dist/console: the agents' one at `/`, the administrators' one at `/admin/`. */
export default defineConfig({
  root: here('.'),
  base: '/',
  resolve: {
    alias: { '@vaadin/vaadin-usage-statistics/vaadin-usage-statistics.js': here('./no-usage-statistics.ts') },
  },
  // Legacy decorators come from tsconfig.json: standard ones build and then die in the browser.
  build: {
    outDir: here('../dist/console'),
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: true,
    rolldownOptions: { input: { agent: here('./index.html'), admin: here('./admin/index.html') } },
  },
})

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}
