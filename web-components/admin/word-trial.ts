import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { limits } from '../../protocol/limits.ts'
import { type WordPlace, trySensitiveWords } from '../../protocol/operations/sensitive-words.ts'
import { wordEffects } from '../../protocol/sensitive-kinds.ts'
import type { Admin } from '../data/admin.ts'
import { faultText } from '../data/fault-text.ts'
import { markedPlaces } from '../elements/marked-places.ts'
import { buttons, shared } from '../styles/shared.ts'
import { dialogs } from './dialog-styles.ts'

/** Shows which words a sentence would meet, as the hub finds them. Fires `closed`. */
@customElement('ark-word-trial')
export class ArkWordTrial extends LitElement {
  @property({ attribute: false }) admin!: Admin
  @state() private tried: { text: string; places: readonly WordPlace[]; fault: string } | null = null
  @query('dialog') private dialog!: HTMLDialogElement
  @query('textarea') private field!: HTMLTextAreaElement
  #timer: ReturnType<typeof setTimeout> | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  protected override firstUpdated(): void {
    this.dialog.showModal()
  }

  protected override render() {
    return html`<dialog aria-labelledby="title" @close=${() => this.dispatchEvent(new CustomEvent('closed'))}>
      <h2 id="title">试一试</h2>
      <p>输入一句话，看看会触发哪些敏感词。空格、换行、不可见字符和 * · _ 等符号不能绕过，全角和半角、大写和小写都算。</p>
      <textarea rows="4" aria-label="要检查的话" data-testid="word-trial" maxlength=${limits.textBytesMax / 4}
        placeholder="例如：加我私人微 信" @input=${this.#onInput}></textarea>
      <div class="result" role="status" data-testid="word-trial-result">${this.#renderResult()}</div>
      <div class="actions"><button class="button" @click=${() => this.dialog.close()}>关闭</button></div>
    </dialog>`
  }

  #renderResult() {
    const { tried } = this
    if (tried === null || tried.text.trim() === '') return nothing
    if (tried.fault !== '') return html`<p class="fault">${tried.fault}</p>`
    if (tried.places.length === 0) return html`<p class="fine">没有敏感词，可以发送。</p>`
    const words = new Map(tried.places.map((place) => [place.word, place.effect]))
    const isBlocked = [...words.values()].includes('block')
    return html`<p class="text">${markedPlaces(tried.text, tried.places)}</p>
      <p class=${isBlocked ? 'fault' : ''}>${isBlocked ? '客服端不能发送，并记录。' : '可以发送，但会记录。'}</p>
      <ul>${[...words].map(([word, effect]) => html`<li><b>${word}</b><span>${wordEffects[effect]}</span></li>`)}</ul>`
  }

  readonly #onInput = (): void => {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#try(), typingMs)
  }

  async #try(): Promise<void> {
    const text = this.field.value
    const answer = await this.admin.api.call(trySensitiveWords, { text })
    if (text !== this.field.value) return
    this.tried = answer.ok
      ? { text, places: answer.output.places, fault: '' } : { text, places: [], fault: faultText(answer.fault) }
  }

  static override styles = [shared, buttons, dialogs, css`
    dialog { width: min(520px, calc(100vw - 48px)); }
    textarea {
      width: 100%; padding: 10px 12px; border: 1px solid var(--line); border-radius: var(--radius-m);
      background: var(--surface); color: var(--text); font: inherit; resize: vertical;
    }
    textarea:focus-visible { outline: 2px solid var(--primary); outline-offset: -1px; }
    .result { min-height: 112px; max-height: 40vh; margin-top: 14px; overflow: auto; }
    .text { padding: 10px 12px; border-radius: var(--radius-m); background: var(--surface-list); color: var(--text);
      white-space: pre-wrap; overflow-wrap: anywhere; }
    mark { border-radius: 3px; background: var(--danger-soft); color: var(--danger); font-weight: 600; }
    ul { display: flex; flex-wrap: wrap; gap: 6px 10px; margin: 0; padding: 0; list-style: none; }
    li { display: flex; gap: 6px; padding: 2px 8px; border: 1px solid var(--line); border-radius: var(--radius-s); }
    li span { color: var(--text-3); }
    .fine { color: var(--success); }
  `]
}

const typingMs = 250
