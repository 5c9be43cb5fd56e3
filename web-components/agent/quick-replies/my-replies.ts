import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { OperationFault } from '../../../protocol/operation.ts'
import type { MessagePart } from '../../../protocol/message-part.ts'
import {
  type LibraryGroup, changeLibraryGroup, createLibraryGroup, deleteLibraryGroup,
} from '../../../protocol/operations/library-groups.ts'
import {
  type QuickReply, changeQuickReply, createQuickReply, deleteQuickReply, moveQuickReply,
} from '../../../protocol/operations/quick-replies.ts'
import type { Answer } from '../../data/api.ts'
import { reasonText } from '../../data/fault-text.ts'
import { fieldFaultText } from '../../data/field-fault-text.ts'
import type { SeatConsole } from '../../data/seat-console.ts'
import { icon } from '../../elements/icon.ts'
import '../../elements/parts-field.ts'
import { buttons, shared } from '../../styles/shared.ts'
import { myRepliesStyles } from './my-replies-styles.ts'

/** A reply that is being written; without `of` it is new. */
interface Editing { of: QuickReply | null; title: string; parts: readonly MessagePart[] }

/** An agent's own groups and replies (QR-1), open as long as it is in the page. Fires `closed`. */
@customElement('ark-my-replies')
export class ArkMyReplies extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @state() private group: LibraryGroup['group'] | null = null
  @state() private naming: LibraryGroup | 'new' | null = null
  @state() private editing: Editing | null = null
  @state() private fault = ''
  @state() private busy = false
  @query('dialog') private dialog!: HTMLDialogElement

  protected override firstUpdated(): void {
    this.dialog.showModal()
  }

  protected override render() {
    const { groups } = this
    const group = groups.find((one) => one.group === this.group) ?? groups[0] ?? null
    return html`<dialog aria-label="我的快捷回复" data-testid="my-replies" @close=${this.#onClose}
      @keydown=${(event: KeyboardEvent) => event.stopPropagation()}>
      <header><h2>我的快捷回复</h2><button class="icon-button" aria-label="关闭"
        @click=${() => this.dialog.close()}>${icon('close')}</button></header>
      <div class="body"><nav aria-label="我的分组">${groups.map((one) => html`<button class="group"
            aria-pressed=${one === group} @click=${() => this.#open(one)}><span class="cut">${one.name}</span>
            <small>${one.members}</small></button>`)}
          <button class="button small" data-testid="my-new-group" @click=${() => this.#name('new')}>${
            icon('plus')}新增分组</button></nav>
        <main>${this.naming !== null ? this.#renderNaming(this.naming) : this.editing !== null
          ? this.#renderEditing(this.editing, group) : this.#renderList(group)}
          ${this.fault === '' ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}</main></div>
    </dialog>`
  }

  #renderList(group: LibraryGroup | null) {
    if (group === null) return html`<p class="quiet">先新增一个分组，再在里面新增自己的快捷回复。</p>`
    const own = this.seat.replies.replies.value.filter((reply) => reply.group === group.group)
    return html`<div class="tools"><button class="button small primary" data-testid="my-new-reply"
        @click=${() => this.#edit({ of: null, title: '', parts: [{ type: 'text', text: '' }] })}>${
          icon('plus')}新增快捷回复</button>
      <button class="button small" @click=${() => this.#name(group)}>重命名分组</button>
      <button class="button small" title=${group.members > 0 ? '分组里还有内容，清空后才能删除' : ''}
        ?disabled=${group.members > 0 || this.busy} @click=${() => void this.#do(deleteGroup(this.seat, group))}>
        删除分组</button></div>
      <ul>${own.map((reply) => html`<li><span class="cut">${reply.title}</span><small>${reply.parts.length} 条</small>
        ${this.#tool(`上移${reply.title}`, 'up', () => moveOne(this.seat, reply, 'up'))}
        ${this.#tool(`下移${reply.title}`, 'down', () => moveOne(this.seat, reply, 'down'))}
        <button class="icon-button" aria-label="编辑${reply.title}" title="编辑" @click=${() =>
          this.#edit({ of: reply, title: reply.title, parts: reply.parts })}>${icon('pencil')}</button>
        ${this.#tool(`删除${reply.title}`, 'trash', () => deleteOne(this.seat, reply))}</li>`)}</ul>
      ${own.length === 0 ? html`<p class="quiet">这个分组还没有快捷回复。</p>` : nothing}`
  }

  #tool(title: string, name: 'up' | 'down' | 'trash', run: () => Promise<Answer<unknown>>) {
    return html`<button class="icon-button" aria-label=${title} title=${title} ?disabled=${this.busy}
      @click=${() => void this.#do(run())}>${icon(name)}</button>`
  }

  #renderNaming(group: LibraryGroup | 'new') {
    const onSubmit = (event: Event): void => {
      event.preventDefault()
      const name = (event.currentTarget as HTMLFormElement).querySelector('input')?.value.trim() ?? ''
      if (name !== '') void this.#do(group === 'new' ? newGroup(this.seat, name) : rename(this.seat, group, name))
    }
    return html`<form @submit=${onSubmit}><label class="line"><span>分组名称</span><input maxlength="100"
        data-testid="my-group-name" .value=${group === 'new' ? '' : group.name} autocomplete="off" /></label>
      ${this.#renderActions()}</form>`
  }

  #renderEditing({ of, title, parts }: Editing, group: LibraryGroup | null) {
    const onSubmit = (event: Event): void => {
      event.preventDefault()
      if (group !== null) void this.#do(save(this.seat, { group, of, title: title.trim(), parts: [...parts] }))
    }
    return html`<form @submit=${onSubmit}><label class="line"><span>标题</span><input .value=${title} maxlength="100"
        data-testid="my-title" autocomplete="off" @input=${({ currentTarget }: Event) =>
          this.#edit({ of, parts, title: (currentTarget as HTMLInputElement).value })} /></label>
      <ark-parts-field .api=${this.seat.api} .value=${parts}
        @changed=${({ detail }: CustomEvent<MessagePart[]>) => this.#edit({ of, title, parts: detail })}
        ></ark-parts-field>${this.#renderActions()}</form>`
  }

  #renderActions() {
    return html`<div class="actions"><button type="button" class="button" @click=${() => this.#leave()}>取消</button>
      <button class="button primary" data-testid="my-save" ?disabled=${this.busy}>保存</button></div>`
  }

  get groups(): LibraryGroup[] {
    return this.seat.replies.groups.value.filter(({ scope }) => scope === 'personal')
  }

  #open({ group }: LibraryGroup): void {
    this.group = group
    this.#leave()
  }

  #name(group: LibraryGroup | 'new'): void {
    this.naming = group
  }

  #edit(editing: Editing): void {
    this.editing = editing
  }

  #leave(): void {
    this.naming = null
    this.editing = null
    this.fault = ''
  }

  async #do(work: Promise<Answer<unknown>>): Promise<void> {
    if (this.busy) return
    this.busy = true
    const answer = await work
    if (answer.ok) {
      await this.seat.replies.read()
      this.#leave()
    } else this.fault = textOf(answer.fault)
    this.busy = false
  }

  readonly #onClose = (): void => {
    this.dispatchEvent(new CustomEvent('closed'))
  }

  static override styles = [shared, buttons, myRepliesStyles]
}

interface Saving { group: LibraryGroup; of: QuickReply | null; title: string; parts: MessagePart[] }

function save({ api }: SeatConsole, { group, of, title, parts }: Saving): Promise<Answer<unknown>> {
  if (of === null) return api.call(createQuickReply, { group: group.group, title, parts })
  return api.call(changeQuickReply, { reply: of.reply, version: of.version, title, parts })
}

function newGroup({ api }: SeatConsole, name: string): Promise<Answer<unknown>> {
  return api.call(createLibraryGroup, { kind: 'reply', scope: 'personal', name })
}

function rename({ api }: SeatConsole, { group, version }: LibraryGroup, name: string): Promise<Answer<unknown>> {
  return api.call(changeLibraryGroup, { group, version, name })
}

function deleteGroup({ api }: SeatConsole, { group, version }: LibraryGroup): Promise<Answer<unknown>> {
  return api.call(deleteLibraryGroup, { group, version })
}

function moveOne({ api }: SeatConsole, { reply }: QuickReply, direction: 'up' | 'down'): Promise<Answer<unknown>> {
  return api.call(moveQuickReply, { reply, direction })
}

function deleteOne({ api }: SeatConsole, { reply, version }: QuickReply): Promise<Answer<unknown>> {
  return api.call(deleteQuickReply, { reply, version })
}

function textOf(fault: OperationFault): string {
  const [first] = fault.faults ?? []
  if (first === undefined) return reasonText(fault)
  return `${first.field === 'title' ? '标题：' : ''}${fieldFaultText(first.reason)}`
}
