import { html } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { Admin } from '../data/admin.ts'
import { icon } from '../elements/icon.ts'
import { LightElement } from '../elements/light-element.ts'
import { findPages, hrefOf, navigationOf } from './navigation.ts'
import type { Page } from './page.ts'

/** Ctrl+K: any page by a part of its name. Fires `closed`. */
@customElement('ark-page-search')
export class ArkPageSearch extends LightElement {
  @property({ attribute: false }) admin!: Admin
  @state() private text = ''
  @state() private at = 0
  @state() private opened = true
  @query('input') private field!: HTMLInputElement | null

  protected override firstUpdated(): void {
    setTimeout(() => this.field?.focus())
  }

  protected override updated(): void {
    this.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }

  protected override render() {
    const found = this.#found()
    return html`<vaadin-dialog class="search-dialog" theme="no-padding" .opened=${this.opened} width="480px" top="96px"
      aria-label="搜索页面" @opened-changed=${this.#onOpened}>
      <div class="page-search"><label class="page-search-field">${icon('search')}<input type="text" role="combobox"
        data-testid="page-search" aria-label="搜索页面" aria-expanded="true" aria-controls="found-pages"
        aria-activedescendant=${`found-${this.at}`} placeholder="搜索页面，例如：账户" autocomplete="off"
        @input=${this.#onInput} @keydown=${this.#onKey} /></label>
      <ul id="found-pages" role="listbox" aria-label="页面">${found.map((page, index) => html`<li id=${`found-${index}`}
        role="option" aria-selected=${index === this.at} @click=${() => this.#go(page)}>${icon(page.icon)}
        <span>${page.title}</span><small>${page.group}</small></li>`)}</ul>
      ${found.length === 0 ? html`<p class="quiet">没有这样的页面</p>` : ''}</div>
    </vaadin-dialog>`
  }

  #found(): Page[] {
    return findPages(navigationOf(this.admin).flatMap(({ pages }) => pages), this.text)
  }

  readonly #onInput = ({ currentTarget }: Event): void => {
    this.text = (currentTarget as HTMLInputElement).value
    this.at = 0
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const found = this.#found()
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) event.preventDefault()
    this.at = Math.max(0, Math.min(found.length - 1, this.at + step))
    const page = found[this.at]
    if (event.key === 'Enter' && page !== undefined) this.#go(page)
  }

  #go(page: Page): void {
    this.admin.address.go(hrefOf(page))
    this.opened = false
  }

  readonly #onOpened = ({ detail }: CustomEvent<{ value: boolean }>): void => {
    if (detail.value) return
    this.opened = false
    this.dispatchEvent(new CustomEvent('closed'))
  }
}
