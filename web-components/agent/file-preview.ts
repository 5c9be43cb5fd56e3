import { LitElement, css, html, nothing } from 'lit'
import { customElement, query, state } from 'lit/decorators.js'
import { limits } from '../../protocol/limits.ts'
import type { PickedFile } from '../data/picked-file.ts'
import { extensionOf } from '../../protocol/message-part.ts'
import { sizeText } from '../data/time-text.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'

/** Shows files before they leave. Fires `files-confirmed` with those that may go. */
@customElement('ark-file-preview')
export class ArkFilePreview extends LitElement {
  @state() private files: PickedFile[] = []
  @query('dialog') private dialog!: HTMLDialogElement

  async offer(files: PickedFile[]): Promise<void> {
    this.files = [...this.files, ...files]
    // The dialog gives the focus to its send button, which is enabled only then.
    await this.updateComplete
    if (!this.dialog.open) this.dialog.showModal()
  }

  protected override render() {
    const good = this.files.filter((file) => faultOf(file) === null)
    const noun = this.files.every(({ type }) => type === 'picture') ? '张图片' : '个文件'
    return html`<dialog aria-labelledby="title" @close=${this.#onClose}>
      <h2 id="title">发送 ${this.files.length} ${noun}</h2>
      <ul class=${this.files.length === 1 ? 'single' : ''}>${this.files.map((file) => this.#renderFile(file))}</ul>
      <div class="actions">
        <button class="button" @click=${() => this.dialog.close()}>取消</button>
        <button class="button primary" data-testid="file-send" autofocus ?disabled=${good.length === 0}
          @click=${this.#confirm}>发送</button>
      </div>
    </dialog>`
  }

  #renderFile(picked: PickedFile) {
    const { file, previewUrl } = picked
    const fault = faultOf(picked)
    const ext = extensionOf(file.name).slice(0, 4).toUpperCase()
    return html`<li>
      ${previewUrl === null ? html`<span class="ext">${ext || icon('folder')}</span>`
        : html`<img src=${previewUrl} alt=${file.name} />`}
      <span class="what"><span class="cut">${file.name}</span>
        <small>${sizeText(file.size)}${fault === null ? nothing : html` · <b>${fault}</b>`}</small></span>
      <button class="icon-button" aria-label="不发送 ${file.name}"
        @click=${() => this.#remove(picked)}>${icon('close')}</button>
    </li>`
  }

  #remove(picked: PickedFile): void {
    if (picked.previewUrl !== null) URL.revokeObjectURL(picked.previewUrl)
    this.files = this.files.filter((file) => file !== picked)
    if (this.files.length === 0) this.dialog.close()
  }

  readonly #confirm = (): void => {
    const good = this.files.filter((file) => faultOf(file) === null)
    this.files = this.files.filter((file) => !good.includes(file))
    this.dialog.close()
    this.dispatchEvent(new CustomEvent('files-confirmed', { detail: good }))
  }

  readonly #onClose = (): void => {
    for (const { previewUrl } of this.files) if (previewUrl !== null) URL.revokeObjectURL(previewUrl)
    this.files = []
    this.dispatchEvent(new CustomEvent('close'))
  }

  static override styles = [shared, buttons, css`
    dialog {
      width: 400px; padding: 20px 22px; border: 1px solid var(--line); border-radius: var(--radius-l);
      background: var(--surface); color: var(--text); box-shadow: var(--shadow-2);
    }
    dialog::backdrop { background: var(--scrim); }
    h2 { margin: 0 0 12px; font-size: 16px; }
    ul {
      display: grid; gap: 8px; max-height: 52vh; margin: 0 0 16px; padding: 0; overflow: hidden auto;
      list-style: none;
    }
    li { display: flex; align-items: center; gap: 12px; }
    img, .ext {
      display: grid; place-items: center; width: 48px; height: 48px; flex: none;
      border-radius: var(--radius-s);
      background: var(--surface-hover); object-fit: cover; color: var(--text-2); font-size: 11px;
      font-weight: 700;
    }
    .single li { flex-wrap: wrap; }
    .single img { width: 100%; height: auto; max-height: 40vh; object-fit: contain; }
    .what { display: grid; flex: 1; min-width: 0; }
    small { color: var(--text-3); }
    small b { color: var(--danger); }
    .actions { display: flex; justify-content: end; gap: 8px; }
  `]
}

function faultOf({ file, type }: PickedFile): string | null {
  const most = type === 'picture' ? limits.pictureBytesMax : limits.mediaBytesMax
  if (file.size === 0) return '文件是空的'
  return file.size > most ? `太大，最多 ${sizeText(most)}` : null
}
