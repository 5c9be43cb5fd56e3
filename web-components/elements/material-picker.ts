import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { type LibraryGroup, listLibraryGroups, shelfScopes } from '../../protocol/operations/library-groups.ts'
import { type Material, type MaterialType, listMaterials, materialTypes } from '../../protocol/operations/materials.ts'
import type { Api } from '../data/api.ts'
import { faultText } from '../data/fault-text.ts'
import { mediaUrl } from '../data/media.ts'
import { durationText } from '../data/time-text.ts'
import { buttons, shared } from '../styles/shared.ts'
import { icon } from './icon.ts'

/**
 * Chooses one of the materials that this user may use (MAT-1), open as long as it is in the page. Needs nothing but
 * the api, so any form can hold it. Fires `chosen` with the `Material`, and `closed`.
 */
@customElement('ark-material-picker')
export class ArkMaterialPicker extends LitElement {
  @property({ attribute: false }) api!: Api
  /** Only these; null: any, with tabs to choose from. */
  @property({ attribute: false }) type: MaterialType | null = null
  @state() private shown: MaterialType = 'picture'
  @state() private groups: readonly LibraryGroup[] = []
  @state() private materials: readonly Material[] = []
  @state() private next: Material['material'] | null = null
  @state() private state: 'reading' | 'read' | 'failed' = 'reading'
  @state() private said = ''
  @query('dialog') private dialog!: HTMLDialogElement
  #group = ''
  #search = ''
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = 0

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  protected override firstUpdated(): void {
    this.shown = this.type ?? 'picture'
    this.dialog.showModal()
    void this.#readGroups()
    void this.#read()
  }

  protected override render() {
    return html`<dialog aria-label="选择素材" data-testid="material-picker" @close=${this.#onClose}
      @keydown=${(event: KeyboardEvent) => event.stopPropagation()}>
      <header><h2>选择素材</h2>${this.type === null ? this.#renderTabs() : nothing}
        <button type="button" class="icon-button" aria-label="关闭" @click=${() => this.dialog.close()}>${
          icon('close')}</button></header>
      <div class="filters"><input type="search" aria-label="搜索素材标题" placeholder="搜索标题" @input=${this.#onSearch} />
        <select aria-label="素材分组" @change=${this.#onGroup}><option value="">全部分组</option>
          ${this.groups.map(({ group, name, scope, departmentName }) => html`<option value=${group}>${
            departmentName || shelfScopes[scope]} / ${name}</option>`)}</select></div>
      <div class="grid" role="group" aria-label="素材" aria-busy=${this.state === 'reading'}>
        ${this.materials.map((one) => this.#renderOne(one))}</div>
      <p class="quiet" role="status">${this.#stateText()}</p>
      ${this.next === null ? nothing : html`<button type="button" class="button small more"
        @click=${() => void this.#read(this.next)}>更多</button>`}
    </dialog>`
  }

  #renderTabs() {
    return html`<div class="tabs" role="group" aria-label="素材类型">${(Object.keys(materialTypes) as MaterialType[])
      .map((type) => html`<button type="button" class="button small" aria-pressed=${this.shown === type}
        @click=${() => this.#show(type)}>${materialTypes[type]}</button>`)}</div>`
  }

  #renderOne(material: Material) {
    const { title, type, media, durationMs } = material
    return html`<button type="button" class="material" data-testid="material" title=${title}
      @click=${() => this.#choose(material)}>${type === 'picture'
        ? html`<img src=${mediaUrl(media)} alt="" loading="lazy" />`
        : html`<span class="stand-in">${icon(type === 'voice' ? 'mic' : 'video')}
          ${durationMs > 0 ? durationText(durationMs) : nothing}</span>`}<span class="cut">${title}</span></button>`
  }

  #stateText(): string {
    if (this.state === 'reading') return '正在读取…'
    if (this.state === 'failed') return this.said
    return this.materials.length === 0 ? `没有${materialTypes[this.shown]}素材，可在管理后台「素材管理」上传` : ''
  }

  #show(type: MaterialType): void {
    this.shown = type
    void this.#read()
  }

  #choose(material: Material): void {
    this.dispatchEvent(new CustomEvent('chosen', { detail: material }))
    this.dialog.close()
  }

  readonly #onSearch = ({ currentTarget }: Event): void => {
    this.#search = (currentTarget as HTMLInputElement).value.trim()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#read(), typingMs)
  }

  readonly #onGroup = ({ currentTarget }: Event): void => {
    this.#group = (currentTarget as HTMLSelectElement).value
    void this.#read()
  }

  readonly #onClose = (): void => {
    this.dispatchEvent(new CustomEvent('closed'))
  }

  async #readGroups(): Promise<void> {
    const answer = await this.api.call(listLibraryGroups, { kind: 'material' })
    if (answer.ok) this.groups = answer.output.groups
  }

  async #read(after: Material['material'] | null = null): Promise<void> {
    const asked = this.#asked += 1
    this.state = 'reading'
    if (after === null) this.materials = []
    const group = this.#group === '' ? null : this.#group as LibraryGroup['group']
    const answer = await this.api.call(listMaterials, { type: this.shown, group, search: this.#search, after })
    if (asked !== this.#asked) return
    this.state = answer.ok ? 'read' : 'failed'
    if (!answer.ok) {
      this.said = faultText(answer.fault)
      return
    }
    this.materials = [...this.materials, ...answer.output.materials]
    this.next = answer.output.next
  }

  static override styles = [shared, buttons, css`
    dialog {
      width: min(720px, 92vw); height: min(560px, 86vh); padding: 14px 18px 18px; border: 1px solid var(--line);
      border-radius: var(--radius-l); background: var(--surface); color: var(--text); box-shadow: var(--shadow-2);
      font-size: var(--text-md);
    }
    dialog[open] { display: flex; flex-direction: column; gap: 10px; }
    dialog::backdrop { background: var(--scrim); }
    header, .filters, .tabs { display: flex; align-items: center; gap: 8px; }
    h2 { margin: 0 auto 0 0; font-size: 16px; }
    .tabs [aria-pressed='true'] { border-color: var(--primary); color: var(--primary); }
    input, select {
      height: 32px; padding: 0 8px; border: 1px solid var(--line-strong); border-radius: var(--radius-s);
      background: var(--surface-input); color: var(--text);
    }
    input { flex: 1; min-width: 0; }
    .grid {
      display: grid; grid-template-columns: repeat(auto-fill, minmax(120px, 1fr)); align-content: start; gap: 10px;
      flex: 1; min-height: 0; overflow: auto; padding: 3px;
    }
    .material {
      display: grid; gap: 4px; min-width: 0; padding: 6px; border: 1px solid var(--line);
      border-radius: var(--radius-s); background: var(--surface); text-align: left; font-size: var(--text-sm);
    }
    .material:hover { border-color: var(--primary); }
    .material img, .stand-in { width: 100%; height: 88px; border-radius: 4px; object-fit: cover; }
    .stand-in { display: grid; place-content: center; justify-items: center; background: var(--surface-hover); }
    .quiet { margin: 0; color: var(--text-2); }
    .quiet:empty { display: none; }
    .more { align-self: center; }
  `]
}

const typingMs = 250
