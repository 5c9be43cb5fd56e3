import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { keyed } from 'lit/directives/keyed.js'
import { SignalWatcher } from '@lit-labs/preact-signals'
import { type Admin, may } from '../data/admin.ts'
import { icon } from '../elements/icon.ts'
import { LightElement } from '../elements/light-element.ts'
import { themeToggle } from '../elements/theme-toggle.ts'
import { withExtensionFields } from './extension-page.ts'
import './job-tray.ts'
import { type NavigationGroup, hrefOf, navigationOf, pageAt } from './navigation.ts'
import { type Page, accessOf, isListPage } from './page.ts'
import './page-search.ts'
import './page-view.ts'

/** Navigation, header and the page that the address names. Fires `sign-out`. */
@customElement('ark-admin-shell')
export class ArkAdminShell extends SignalWatcher(LightElement) {
  @property({ attribute: false }) admin!: Admin
  @state() private searches = false
  @state() private isNarrow = false
  @state() private folded: ReadonlySet<string> = new Set()

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('keydown', this.#onKey)
    this.addEventListener('click', this.admin.address.onClick)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('keydown', this.#onKey)
    this.removeEventListener('click', this.admin.address.onClick)
  }

  protected override render() {
    const { path } = this.admin.address.at.value
    const page = pageAt(path)
    document.title = page === null ? '找不到页面 · 方舟管理后台' : `${page.title} · 方舟管理后台`
    return html`<div class="shell" ?data-narrow=${this.isNarrow}>
      <a class="skip" href="#content" @click=${this.#onSkip}>跳到内容</a>
      ${this.#renderHeader(page)}
      <nav class="main-nav" aria-label="主导航">${navigationOf(this.admin).map((group) => this.#renderGroup(group,
        page))}</nav>
      <main id="content" tabindex="-1">${keyed(page, this.#renderPage(page))}</main>
      ${this.searches ? html`<ark-page-search .admin=${this.admin} @closed=${this.#onSearched}>
        </ark-page-search>` : nothing}
    </div>`
  }

  #renderHeader(page: Page | null) {
    const { user } = this.admin
    return html`<header class="top">
      <button class="icon-button" aria-label="收起或展开导航" aria-pressed=${this.isNarrow}
        @click=${() => { this.isNarrow = !this.isNarrow }}>${icon('panel')}</button>
      <a class="brand" href="/admin"><img src="/icon.svg" alt="" /><b>方舟管理后台</b></a>
      <nav class="crumbs" aria-label="当前位置">${page === null || page.group === '' ? nothing
        : html`<span>${page.group}</span><span aria-hidden="true">/</span>`}<span
          aria-current="page">${page?.title}</span></nav>
      <button class="search-button" data-testid="open-search" @click=${() => { this.searches = true }}>${icon('search')}
        <span>搜索页面</span><kbd>Ctrl K</kbd></button>
      <ark-job-tray .admin=${this.admin}></ark-job-tray>
      ${themeToggle()}
      ${may(this.admin, 'chat') ? html`<a class="icon-button" href="/" aria-label="客服工作台"
        title="客服工作台">${icon('chats')}</a>`
        : nothing}
      <span class="who cut" title=${user.loginName}>${user.realName}</span>
      <button class="icon-button" data-testid="sign-out" aria-label="退出登录" title="退出登录"
        @click=${() => this.dispatchEvent(new CustomEvent('sign-out'))}>${icon('leave')}</button>
    </header>`
  }

  #renderGroup({ title, pages }: NavigationGroup, current: Page | null) {
    const isOpen = !this.folded.has(title)
    return html`<div class="nav-group">
      ${title === '' ? nothing : html`<button class="nav-title" aria-expanded=${isOpen}
        @click=${() => this.#fold(title)}>
        <span>${title}</span>${icon('chevron')}</button>`}
      ${isOpen ? html`<ul>${pages.map((page) => html`<li><a href=${hrefOf(page)}
        title=${this.isNarrow ? page.title : nothing}
        aria-current=${page === current ? 'page'
          : nothing}>${icon(page.icon)}<span>${page.title}</span></a></li>`)}</ul>` : nothing}
    </div>`
  }

  #renderPage(page: Page | null) {
    if (page === null) {
      return html`<div class="state-cover"><h1>没有这个页面</h1><p><a href="/admin">回到首页</a></p></div>`
    }
    if (!may(this.admin, accessOf(page))) {
      return html`<div class="state-cover" data-testid="no-right"><h1>没有查看「${page.title}」的权限</h1>
        <p>${this.admin.user.realName}，需要时请管理员为你开通。</p></div>`
    }
    return isListPage(page) ? html`<ark-page-view .admin=${this.admin}
      .page=${withExtensionFields(page, this.admin)}></ark-page-view>` : page.view(this.admin)
  }

  #fold(title: string): void {
    const next = new Set(this.folded)
    if (!next.delete(title)) next.add(title)
    this.folded = next
  }

  readonly #onSkip = (event: Event): void => {
    event.preventDefault()
    this.querySelector<HTMLElement>('#content')?.focus()
  }

  /** Ctrl+K finds a page, / the search of the list, arrows from there the rows. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      this.searches = true
    }
    const target = event.composedPath()[0]
    const isTyping = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
    if (event.key === '/' && !isTyping && !event.ctrlKey) this.#focusSearch(event)
    const isSearch = isTyping && target.closest('ark-filter-bar .search') !== null
    if (isSearch && event.key === 'ArrowDown') this.querySelector<HTMLElement>('vaadin-grid')?.focus()
    if (isSearch && event.key === 'Escape') target.blur()
  }

  readonly #onSearched = (): void => {
    this.searches = false
  }

  #focusSearch(event: Event): void {
    if (document.querySelector('vaadin-dialog[opened]') !== null) return
    const search = this.querySelector<HTMLElement>('ark-filter-bar .search')
    if (search !== null) event.preventDefault()
    search?.focus()
  }
}
