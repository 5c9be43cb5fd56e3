import { html, nothing } from 'lit'
import { type MessagePart, partTypes } from '../../protocol/message-part.ts'
import { replyVariables } from '../../protocol/reply-variables.ts'
import { mediaUrl } from '../data/media.ts'
import '../agent/emoji-panel.ts'
import { icon } from './icon.ts'
import { partView } from './part-view.ts'

export interface PartEditing {
  at: number
  count: number
  onChange: (part: MessagePart) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
  onUpload: () => void
  onLibrary: () => void
}

/** One message of the list: what it is, its content, and what can be done with it. */
export function partEditor(part: MessagePart, editing: PartEditing) {
  const { at, count, onMove, onRemove } = editing
  const name = `第 ${at + 1} 条`
  return html`<li data-type=${part.type}><div class="head"><b>${partTypes[part.type]}</b>
      <button type="button" class="icon-button" aria-label="${name}上移" title="上移" ?disabled=${at === 0}
        @click=${() => onMove(-1)}>${icon('up')}</button>
      <button type="button" class="icon-button" aria-label="${name}下移" title="下移" ?disabled=${at === count - 1}
        @click=${() => onMove(1)}>${icon('down')}</button>
      <button type="button" class="icon-button" aria-label="删除${name}" title="删除"
        @click=${onRemove}>${icon('trash')}</button></div>
    ${content(part, editing)}</li>`
}

function content(part: MessagePart, editing: PartEditing) {
  switch (part.type) {
    case 'text': return textEditor(part, editing)
    case 'link': return linkEditor(part, editing)
    case 'file': return html`${partView(part)}${words('文件标题', part.text, (text) => editing.onChange({ ...part, text }))}
      ${tools(editing, { hasLibrary: false })}`
    default: return html`${partView(part)}${tools(editing, { hasLibrary: true })}`
  }
}

function textEditor(part: MessagePart, { at, onChange }: PartEditing) {
  const insert = (event: Event, words: string): void => {
    const field = (event.currentTarget as HTMLElement).closest('li')?.querySelector('textarea')
    if (!field) return
    field.setRangeText(words, field.selectionStart, field.selectionEnd, 'end')
    onChange({ ...part, text: field.value })
    field.focus()
  }
  // Enter breaks the line; the dialog around would take it for its button.
  return html`<textarea rows="3" aria-label="第 ${at + 1} 条文字" data-testid="part-text" .value=${part.text ?? ''}
      @input=${({ currentTarget }: Event) => onChange({ ...part, text: (currentTarget as HTMLTextAreaElement).value })}
      @keydown=${(event: KeyboardEvent) => { if (event.key === 'Enter') event.stopPropagation() }}></textarea>
    <div class="variables" role="group" aria-label="插入变量">${replyVariables.map((name) => html`<button type="button"
      class="link-button" @click=${(event: Event) => insert(event, `{${name}}`)}>{${name}}</button>`)}
      <details class="emoji"><summary aria-label="插入表情">${icon('emoji')}</summary>
        <ark-emoji-panel @emoji-chosen=${(event: CustomEvent<string>) => insert(event, event.detail)}
          @emoji-closed=${({ currentTarget }: Event) =>
            (currentTarget as HTMLElement).parentElement?.removeAttribute('open')}></ark-emoji-panel></details></div>`
}

function linkEditor(part: MessagePart, editing: PartEditing) {
  const { onChange } = editing
  return html`<div class="link">${words('链接标题', part.title, (title) => onChange({ ...part, title }))}
    ${words('网址', part.url, (url) => onChange({ ...part, url }), 'https://')}
    ${words('描述(可不填)', part.description, (description) => onChange({ ...part, description }))}
    <div class="cover">${part.media ? html`<img class="part-cover" src=${mediaUrl(part.media)} alt="封面" />` : nothing}
      ${tools(editing, { hasLibrary: true, word: '封面图片' })}</div></div>`
}

function words(
  title: string, value: string | null | undefined, onChange: (value: string) => void, placeholder = '',
) {
  return html`<label class="line"><span>${title}</span><input .value=${value ?? ''} placeholder=${placeholder}
    autocomplete="off" @input=${({ currentTarget }: Event) => onChange((currentTarget as HTMLInputElement).value)}
    /></label>`
}

function tools(
  { at, onUpload, onLibrary }: PartEditing, { hasLibrary, word = '' }: { hasLibrary: boolean; word?: string },
) {
  const place = `第 ${at + 1} 条`
  const upload = word === '' ? '重新上传' : `上传${word}`
  // What is read aloud begins with what stands there.
  return html`<div class="tools"><button type="button" class="button small" aria-label="${upload} ${place}"
      @click=${onUpload}>${icon('upload')}${upload}</button>
    ${hasLibrary ? html`<button type="button" class="button small" aria-label="选择素材 ${place}"
      @click=${onLibrary}>${icon('folder')}选择素材</button>` : nothing}</div>`
}
