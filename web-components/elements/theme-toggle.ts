import { html } from 'lit'
import { watch } from '@lit-labs/preact-signals'
import { computed } from '@preact/signals-core'
import { icon } from './icon.ts'
import { type ThemeChoice, chooseTheme, nextTheme, themeChoice } from './theme.ts'

/** Walks through following the system, light and dark. */
export function themeToggle() {
  return html`<button class="icon-button" data-testid="theme-toggle" data-theme-choice=${watch(themeChoice)}
    aria-label=${watch(title)} title=${watch(title)}
    @click=${() => chooseTheme(nextTheme(themeChoice.peek()))}>${watch(picture)}</button>`
}

const names: Record<ThemeChoice, string> = { system: '跟随系统', light: '浅色', dark: '深色' }
const title = computed(() => `外观：${names[themeChoice.value]}，点击切换`)
const pictures = { system: 'system', light: 'sun', dark: 'moon' } as const
const picture = computed(() => icon(pictures[themeChoice.value]))
