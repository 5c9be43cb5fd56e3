import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, type Page, chromium } from 'playwright-core'

export interface TestBrowser extends AsyncDisposable {
  readonly context: BrowserContext
  readonly page: Page
  /** What went wrong in the page, newest last: errors thrown and logged. */
  readonly errors: readonly string[]
}

/** A real headless Chromium with an empty profile. `npm test` sets CHROMIUM. */
export async function startBrowser({ dark = false } = {}): Promise<TestBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'ark-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, viewport: { width: 1280, height: 720 },
    colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required',
    ],
  })
  const page = context.pages()[0] ?? await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  return {
    context, page, errors,
    async [Symbol.asyncDispose]() {
      await context.close()
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

export async function signInPage(
  page: Page, { url, loginName, password }: { url: string; loginName: string; password: string },
) {
  await page.goto(url)
  await page.getByTestId('sign-in-name').fill(loginName)
  await page.getByTestId('sign-in-password').fill(password)
  await page.getByTestId('sign-in-submit').click()
}

/** Serious findings of axe in the page, as `rule: first place`. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  // A dialog that is fading in has less contrast than it will have; a new one begins to fade a frame later.
  await page.evaluate(`(async () => {
    const fading = () => document.getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    do {
      await Promise.all(fading().map(({ finished }) => finished.catch(() => undefined)))
      await frame()
      await frame()
    } while (fading().some(({ playState }) => playState === 'running'))
  })()`)
  // Evaluated by the debugger: the page's own content security policy allows no foreign script.
  await page.evaluate(source)
  return page.evaluate(async () => {
    interface Finding { id: string; impact: string | null; nodes: { target: unknown[] }[] }
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } }
    const { violations } = await axe.run()
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${String(nodes[0]?.target.join(' '))}`)
  })
}

/** The same in the dark, then in the light, where it stays. */
export async function findingsInBothThemes(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await seriousFindings(page)
  await page.emulateMedia({ colorScheme: 'light' })
  return [...dark, ...await seriousFindings(page)]
}
