import { html, nothing } from 'lit'
import type { Row } from '../../protocol/resource.ts'
import { type Admin, may } from '../data/admin.ts'
import { icon } from '../elements/icon.ts'
import { styled } from '../elements/styled.ts'
import type { Opened } from './doing-dialog.ts'
import type { Action, ListPage } from './page.ts'

type RowAction = Extract<Action, { on: 'row' }>
export interface RowMenu { row: Row; actions: readonly RowAction[]; left: number; top: number; opener: HTMLElement }

export interface RowButtons {
  admin: Admin
  page: ListPage
  onOpen: (opened: Opened) => void
  onMenu: (menu: RowMenu) => void
}

/** The first actions of a row as words, the others behind one button. */
export function rowButtons(row: Row, { admin, page, onOpen, onMenu }: RowButtons) {
  const actions = page.actions.filter((one): one is RowAction =>
    one.on === 'row' && may(admin, one.permission) && (one.when?.(row) ?? true))
  const [first, rest] = actions.length <= wordsMax + 1
    ? [actions, []] : [actions.slice(0, wordsMax), actions.slice(wordsMax)]
  return html`${first.map((action) => html`<button type="button" data-testid=${`row-${action.name}`}
      class=${action.danger === true ? 'link-button danger-text' : 'link-button'}
      @click=${() => onOpen(action.open(row, admin))}>${action.title}</button>`)}
    ${rest.length === 0 ? nothing : html`<button type="button" class="icon-button" aria-label="更多操作"
      aria-haspopup="menu"
      @click=${(event: Event) => {
        // The keyboard is in the menu by the time the grid hears of it, and would take it for a click on the row.
        event.stopPropagation()
        const opener = event.currentTarget as HTMLElement
        const { right, top, bottom } = opener.getBoundingClientRect()
        onMenu({ row, actions: rest, left: right, opener,
          top: menuTop({ top, bottom, items: rest.length, windowPx: innerHeight }) })
      }}>${icon('more')}</button>`}`
}

/** As wide as the widest row of them can be. */
export function rowButtonsWidthPx(actions: readonly { readonly title: string }[]): number {
  const widths = actions.map(({ title }) => title.length * letterPx + betweenPx).sort((a, b) => b - a)
  return paddingPx + widths.slice(0, wordsMax + 1).reduce((sum, width) => sum + width, 0)
}

/** Where the menu of a button begins: below it, or above where the window ends too soon. */
export function menuTop(
  { top, bottom, items, windowPx }: { top: number; bottom: number; items: number; windowPx: number },
): number {
  const heightPx = items * itemPx + menuFramePx
  return bottom + heightPx <= windowPx ? bottom : Math.max(0, top - heightPx)
}

export function rowMenu(
  menu: RowMenu | null, { admin, onOpen, onClose }: { admin: Admin; onOpen: (opened: Opened) =>
    void; onClose: () => void },
) {
  if (menu === null) return nothing
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault()
      menu.opener.focus()
      return onClose()
    }
    const way = event.key === 'ArrowDown' ? 'nextElementSibling' : event.key === 'ArrowUp'
      ? 'previousElementSibling' : null
    const next = way === null ? null : (event.target as HTMLElement)[way]
    if (next instanceof HTMLElement) next.focus()
  }
  return html`<div class="menu-scrim" @click=${onClose}></div><div class="menu" role="menu" @keydown=${onKey}
    style=${styled({ left: `${menu.left}px`, top: `${menu.top}px` })}>
    ${menu.actions.map((action) => html`<button type="button" role="menuitem"
      class=${action.danger === true ? 'danger-text' : ''} data-testid=${`row-${action.name}`}
      @click=${() => onOpen(action.open(menu.row, admin))}>${icon(action.icon)}${action.title}</button>`)}</div>`
}

const wordsMax = 2
/** Chinese letters of 13 px, their gaps, and the cell's own. */
const letterPx = 13
const betweenPx = 12
const paddingPx = 20
/** A line of the menu, and its padding, border and distance, as in admin-places.css. */
const itemPx = 32
const menuFramePx = 14
