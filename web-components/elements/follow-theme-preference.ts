import { effect } from '@preact/signals-core'
import type { PreferenceKeeper } from '../data/preferences.ts'
import { chooseTheme, themeChoice } from './theme.ts'

/** The button in the page and the preference are one: whichever changes, the other follows. Returns what ends it. */
export function followThemePreference(preferences: PreferenceKeeper): () => void {
  let known = preferences.given.peek().theme ?? themeChoice.peek()
  const stops = [
    effect(() => {
      const theme = preferences.given.value.theme ?? known
      if (theme === known) return
      known = theme
      if (theme !== themeChoice.peek()) chooseTheme(theme)
    }),
    effect(() => {
      const choice = themeChoice.value
      if (choice === known) return
      known = choice
      preferences.change({ theme: choice })
    }),
  ]
  if (known !== themeChoice.peek()) chooseTheme(known)
  return () => { for (const stop of stops) stop() }
}
