import { signal } from '@preact/signals-core'

export type ThemeChoice = 'system' | 'light' | 'dark'

/** What the agent chose; remembered in this browser, the same in all its tabs. */
export const themeChoice = signal<ThemeChoice>('system')

/** Applies the choice to the page, now and whenever it or the system's changes. */
export function followTheme(): void {
  themeChoice.value = readChoice()
  themeChoice.subscribe(apply)
  systemDark().addEventListener('change', apply)
  addEventListener('storage', ({ key }) => {
    if (key === storageKey) themeChoice.value = readChoice()
  })
}

export function chooseTheme(choice: ThemeChoice): void {
  themeChoice.value = choice
  try {
    localStorage.setItem(storageKey, choice)
  } catch {
    // Without storage the choice lasts until the page is left.
  }
}

export function nextTheme(choice: ThemeChoice): ThemeChoice {
  return ({ system: 'light', light: 'dark', dark: 'system' } as const)[choice]
}

function apply(): void {
  const choice = themeChoice.peek()
  const dark = choice === 'dark' || (choice === 'system' && systemDark().matches)
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
}

function readChoice(): ThemeChoice {
  const kept = localStorage.getItem(storageKey)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

function systemDark(): MediaQueryList {
  return matchMedia('(prefers-color-scheme: dark)')
}

const storageKey = 'ark:theme'
