import { defineConfig } from 'vitest/config'

/**
 * Three kinds of tests: `unit` needs nothing, `console` a simulated page, `live` real servers, a built dist/
 * and a browser. Everything runs through `npm test`, which builds first.
 */
export default defineConfig({
  test: {
    // Two workers: live files start servers and browsers, and a third one only makes the others time out.
    maxWorkers: 2,
    // Properties run hundreds of cases, on machines that do other things too.
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.live.test.ts', 'test/web-components/**'],
          pool: 'forks',
          setupFiles: ['test/support/setup-leaks.ts'],
        },
      },
      {
        extends: true,
        // Lit's decorators are the legacy ones, as in web-components/tsconfig.json, not found from test/.
        oxc: {
          decorator: { legacy: true },
          assumptions: { setPublicClassFields: true },
          typescript: { removeClassFieldsWithoutInitializer: true },
        },
        test: {
          name: 'console',
          include: ['test/web-components/**/*.test.ts'],
          exclude: ['test/**/*.live.test.ts'],
          environment: 'happy-dom',
          pool: 'forks',
          // Vaadin's mixins come from a package without an entry point; Node says so at each import.
          execArgv: ['--disable-warning=DEP0151'],
          setupFiles: ['test/web-components/support/setup-console.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'live',
          include: ['test/**/*.live.test.ts'],
          pool: 'forks',
          globalSetup: ['test/support/setup-live.ts'],
          setupFiles: ['test/support/setup-leaks.ts'],
          testTimeout: 60_000,
          // A process that starts on a busy machine takes its time; vitest's own limit is a second.
          expect: { poll: { timeout: 20_000 } },
          hookTimeout: 120_000,
          // After the quick kinds: their failures show first, and live files have the machine to themselves.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
