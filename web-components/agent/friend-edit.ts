import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { FriendProfile } from '../../protocol/kinds.ts'
import { type FriendEdit, changeFriend } from '../../protocol/operations/customers.ts'
import type { Api } from '../data/api.ts'
import { commandFaultText } from '../data/command-fault-text.ts'
import { type ConversationKey, splitKey } from '../data/conversation-key.ts'
import { faultText } from '../data/fault-text.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'
import { cardInputs } from './extension-styles.ts'

/** Remark and labels, which WeChat keeps: asked of the phone, shown as pending until it has told. */
@customElement('ark-friend-edit')
export class ArkFriendEdit extends LitElement {
  @property({ attribute: false }) api!: Api
  @property({ attribute: false }) conversation!: ConversationKey
  @property({ attribute: false }) friend!: FriendProfile
  @property({ attribute: false }) pending: FriendEdit | null = null
  @property({ type: Boolean }) online = false
  @state() private edited: { remark: string; labels: string[] } | null = null
  @state() private fault = ''
  @state() private busy = false

  protected override render() {
    const { edited } = this
    return html`<section aria-label="备注和标签">
      ${edited === null ? this.#renderShown() : this.#renderForm(edited)}
      ${this.pending === null ? nothing : this.#renderPending(this.pending)}</section>`
  }

  #renderShown() {
    const { remark = '', labels } = this.friend
    return html`<h3>备注和标签<button class="icon-button" aria-label="修改备注和标签" title="修改备注和标签"
        data-testid="edit-friend" @click=${this.#begin}>${icon('pencil')}</button></h3>
      <p class="remark">${remark || html`<span class="quiet">没有备注</span>`}</p>
      ${labels?.length ? html`<p class="labels">${labels.map((label) => html`<span>${label}</span>`)}</p>`
        : html`<p class="quiet">没有标签</p>`}`
  }

  #renderForm({ remark, labels }: { remark: string; labels: string[] }) {
    return html`<form @submit=${this.#submit} @keydown=${this.#onKey}>
      <label>备注<input name="remark" maxlength="100" autocomplete="off" .value=${remark}
        @input=${this.#onRemark} /></label>
      <label>标签<input name="label" maxlength="60" autocomplete="off" placeholder="输入后按回车添加"
        @keydown=${this.#onLabelKey} /></label>
      ${labels.length === 0 ? nothing : html`<p class="labels">${labels.map((label) => html`<button type="button"
        aria-label=${`去掉标签 ${label}`} @click=${() => this.#drop(label)}>${label} ×</button>`)}</p>`}
      ${this.online ? nothing : html`<p class="quiet">手机离线，上线后才会修改。</p>`}
      <p class="fault" role="alert">${this.fault}</p>
      <p class="actions">
        <button class="button small primary" data-testid="save-friend" ?disabled=${this.busy}>保存</button>
        <button type="button" class="button small" @click=${this.#end}>取消</button></p></form>`
  }

  #renderPending({ state: outcome, code, reason, remark, labels }: FriendEdit) {
    const what = [remark === null ? '' : `备注「${remark}」`, labels === null ? '' : `标签「${labels.join('、')}」`]
    const words = what.filter((one) => one !== '').join(',')
    if (outcome === 'open') {
      return html`<p class="pending" role="status" data-testid="edit-pending">${icon('clock')}
        ${this.online ? '手机正在修改' : '等待手机上线后修改'}:${words}</p>`
    }
    const why = commandFaultText({ code, reason: reason ?? '' })
    return html`<p class="fault" role="status" data-testid="edit-failed">${outcome === 'failed' ? '没有改成' : '不确定是否改成'}
      ${words}${why === '' ? '' : `:${why}`}</p>`
  }

  readonly #begin = (): void => {
    const { remark, labels } = this.friend
    this.edited = { remark: remark ?? '', labels: [...labels ?? []] }
    this.fault = ''
    this.#focus('[name=remark]')
  }

  #focus(what: string): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(what)?.focus())
  }

  readonly #end = (): void => {
    this.edited = null
    this.#focus('[data-testid=edit-friend]')
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    this.#end()
  }

  readonly #onRemark = ({ currentTarget }: Event): void => {
    if (this.edited !== null) this.edited = { ...this.edited, remark: (currentTarget as HTMLInputElement).value }
  }

  readonly #onLabelKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing) return
    const field = event.currentTarget as HTMLInputElement
    if (field.value.trim() === '') return
    event.preventDefault()
    this.#add(field)
  }

  #add(field: HTMLInputElement): void {
    const label = field.value.trim()
    field.value = ''
    if (this.edited === null || label === '' || this.edited.labels.includes(label)) return
    this.edited = { ...this.edited, labels: [...this.edited.labels, label] }
  }

  #drop(label: string): void {
    if (this.edited === null) return
    this.edited = { ...this.edited, labels: this.edited.labels.filter((one) => one !== label) }
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault()
    // A label that was typed and not added is meant too.
    const field = this.renderRoot.querySelector<HTMLInputElement>('[name=label]')
    if (field !== null) this.#add(field)
    void this.#save()
  }

  async #save(): Promise<void> {
    const { edited, friend } = this
    if (edited === null) return
    const remark = edited.remark.trim()
    const isRemarkNew = remark !== (friend.remark ?? '')
    const isLabelsNew = edited.labels.join('\n') !== (friend.labels ?? []).join('\n')
    if (!isRemarkNew && !isLabelsNew) return this.#end()
    this.busy = true
    const answer = await this.api.call(changeFriend, {
      ...splitKey(this.conversation), ...isRemarkNew && { remark }, ...isLabelsNew && { labels: edited.labels },
    })
    this.busy = false
    this.fault = answer.ok ? '' : faultText(answer.fault)
    if (answer.ok) this.#end()
  }

  static override styles = [shared, buttons, cardInputs, css`
    :host { display: block; }
    section { padding: 10px 0; border-top: 1px solid var(--line); }
    h3 {
      display: flex; align-items: center; justify-content: space-between; margin: 0 0 2px; color: var(--text-3);
      font-size: var(--text-sm); font-weight: 500;
    }
    h3 .icon-button { width: 26px; height: 26px; }
    h3 svg.icon { width: 15px; height: 15px; }
    p { margin: 0 0 4px; overflow-wrap: anywhere; }
    .remark { user-select: text; }
    .quiet { color: var(--text-3); font-size: var(--text-sm); }
    .labels { display: flex; flex-wrap: wrap; gap: 6px; }
    .labels > * {
      padding: 1px 9px; border: 0; border-radius: 10px; background: var(--primary-soft); color: var(--primary);
      font-size: var(--text-sm); line-height: 18px;
    }
    form { display: grid; gap: 6px; }
    label { display: grid; gap: 2px; color: var(--text-3); font-size: var(--text-sm); }
    .actions { display: flex; gap: 6px; }
    .pending {
      display: flex; gap: 6px; margin-top: 6px; padding: 6px 8px; border-radius: 6px; background: var(--surface-list);
      color: var(--text-2); font-size: var(--text-sm);
    }
    .pending svg.icon { width: 15px; height: 15px; margin-top: 2px; }
    .fault { color: var(--danger); font-size: var(--text-sm); }
    .fault:empty { display: none; }
  `]
}
