import { html, type TemplateResult } from 'lit'
import { icon } from './icon.ts'

export interface SideDrawer { title: string; content: TemplateResult; onClose: () => void }

/** Details beside the list, which stays in sight and in use. Esc closes it. */
export function sideDrawer({ title, content, onClose }: SideDrawer) {
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.stopPropagation()
    onClose()
  }
  return html`<aside class="drawer" data-testid="drawer" aria-label=${title} @keydown=${onKey}>
    <header><h2 class="cut" title=${title}>${title}</h2>
      <button type="button" class="icon-button" aria-label="关闭" title="关闭 (Esc)"
        @click=${onClose}>${icon('close')}</button>
    </header><div class="drawer-body" tabindex="0">${content}</div></aside>`
}

/** Facts under each other, as a drawer shows them. */
export function factList(facts: readonly (readonly [title: string, value: unknown])[]) {
  return html`<dl class="facts">${facts.map(([title, value]) => html`<div><dt>${title}</dt>
    <dd>${value === '' || value === null || value === undefined ? '—' : value}</dd></div>`)}</dl>`
}
