import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { findingsInBothThemes } from '../../support/browser.ts'

interface Place { hub: { url: string }; browser: { page: Page } }

/** What tests look for and do on pages of the admin console. The place is asked at each use: it is there only then. */
export function adminPage(place: () => Place) {
  const page = (): Page => place().browser.page
  const field = (name: string): Locator => page().locator(`[data-field=${name}] input`)
  return {
    field,
    /** Chooses from a list. Faster than a person: what is typed before the field is ready is typed again. */
    pick: async (name: string, typed: string, option: string): Promise<void> => {
      const [input, found] = [field(name), page().getByRole('option', { name: option })]
      await expect.poll(async () => {
        await input.fill('')
        await input.fill(typed)
        return found.waitFor({ timeout: 3_000 }).then(() => true, () => false)
      }, { timeout: 20_000 }).toBe(true)
      await found.click()
    },
    area: (name: string): Locator => page().locator(`[data-field=${name}] textarea`),
    cell: (text: string): Locator => page().locator('vaadin-grid-cell-content').filter({ hasText: text }).first(),
    count: (): Promise<string> => page().getByTestId('count').innerText(),
    /** Of these names, those that the list shows, in its order: the hub has it before the page does. */
    shown: async (...names: string[]): Promise<string[]> => {
      const texts = await page().locator('vaadin-grid-cell-content').allInnerTexts()
      return texts.map((text) => text.trim()).filter((text) => names.includes(text))
    },
    /** What is wrong with a field, where it is seen: it is said to screen readers, too, a moment later. */
    fault: (text: string): Locator => page().locator('[slot=error-message]').filter({ hasText: text }).first(),
    save: (): Promise<void> => page().getByTestId('form-submit').click(),
    open: async (path: string): Promise<void> => {
      await page().goto(`${place().hub.url}/admin/${path}`)
      await page().locator('h1').waitFor()
    },
    /** Of axe, in both themes. Ask again where a dialog fades in: it is pale at first. */
    findings: (): Promise<string[]> => findingsInBothThemes(page()),
  }
}
