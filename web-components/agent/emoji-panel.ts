import { LitElement, css, html, nothing } from 'lit'
import { customElement } from 'lit/decorators.js'
import { wechatEmoji } from '../data/wechat-emoji.ts'
import { shared } from '../styles/shared.ts'

/**
 * WeChat's own small faces. Fires `emoji-chosen` with the code as it stands in a text, `emoji-closed` when it
 * is left.
 */
@customElement('ark-emoji-panel')
export class ArkEmojiPanel extends LitElement {
  readonly #recent = readRecent()

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('pointerdown', this.#onOutside)
    this.addEventListener('keydown', this.#onKey)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('pointerdown', this.#onOutside)
    this.removeEventListener('keydown', this.#onKey)
  }

  protected override firstUpdated(): void {
    const first = this.renderRoot.querySelector('button')
    if (first !== null) first.tabIndex = 0
    first?.focus()
  }

  protected override render() {
    const recent = this.#recent.filter((code) => wechatEmoji.has(code))
    return html`${recent.length === 0 ? nothing : html`<h3>最近使用</h3>
        <div class="grid" role="group" aria-label="最近使用">${recent.map(this.#face)}</div><h3>全部表情</h3>`}
      <div class="grid" role="group" aria-label="全部表情">${[...wechatEmoji.keys()].map(this.#face)}</div>`
  }

  readonly #face = (code: string) => html`<button tabindex="-1" title=${code} aria-label=${code} data-code=${code}
    @click=${this.#choose}>${wechatEmoji.get(code)}</button>`

  readonly #choose = ({ currentTarget }: Event): void => {
    const code = (currentTarget as HTMLElement).dataset['code'] as string
    keepRecent(code)
    this.dispatchEvent(new CustomEvent('emoji-chosen', { detail: `[${code}]` }))
  }

  readonly #onOutside = (event: Event): void => {
    const { host } = this.getRootNode() as ShadowRoot
    if (!event.composedPath().includes(host)) this.#close()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      return this.#close()
    }
    const by = steps[event.key]
    if (by === undefined) return
    event.preventDefault()
    const all = [...this.renderRoot.querySelectorAll('button')]
    const at = all.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLButtonElement)
    all[Math.min(all.length - 1, Math.max(0, at + by))]?.focus()
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('emoji-closed'))
  }

  static override styles = [shared, css`
    :host {
      position: absolute; z-index: 12; bottom: calc(100% + 6px); left: 10px; padding: 8px;
      border: 1px solid var(--line);
      border-radius: var(--radius-m); background: var(--surface); box-shadow: var(--shadow-2);
    }
    :host { max-height: 300px; overflow: hidden auto; }
    .grid { display: grid; grid-template-columns: repeat(12, 34px); }
    h3 { margin: 2px 6px; color: var(--text-3); font-size: var(--text-sm); font-weight: 400; }
    button {
      width: 34px; height: 34px; padding: 0; border: 0; border-radius: var(--radius-s); background: none;
      font-size: 20px; line-height: 1;
    }
    button:hover { background: var(--surface-hover); }
    button:focus-visible { outline-offset: -2px; }
  `]
}

/** One row, the last one first. */
function readRecent(): string[] {
  return (localStorage.getItem(recentKey) ?? '').split(' ').filter(Boolean).slice(0, columns)
}

function keepRecent(code: string): void {
  try {
    localStorage.setItem(recentKey, [code, ...readRecent().filter((one) => one !== code)].slice(0, columns).join(' '))
  } catch {
    // A full storage: the panel shows all of them anyway.
  }
}

const recentKey = 'ark:emoji'
const columns = 12
const steps: Partial<Record<string, number>> = {
  ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns,
}
