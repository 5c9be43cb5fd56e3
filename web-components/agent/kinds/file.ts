import { html } from 'lit'
import { readBody } from '../../../protocol/bodies.ts'
import type { ChatMessage } from '../../../protocol/chat-message.ts'
import { mediaUrl } from '../../data/media.ts'
import { extensionOf } from '../../data/picked-file.ts'
import { sizeText } from '../../data/time-text.ts'
import { icon } from '../../elements/icon.ts'

export function fileBubble({ body, media, text }: ChatMessage) {
  const file = readBody('file', body)
  const name = file.name || text || '未命名文件'
  const ext = (file.ext || extensionOf(name)).slice(0, 4)
  const about = [file.bytes === undefined ? '' : sizeText(file.bytes), media === null ? '还没有上传' : '']
    .filter(Boolean).join(' · ')
  const content = html`<span class="what"><b class="name">${name}</b>
      <small>${about}</small></span>
    <span class="ext" data-family=${familyOf(ext)}>${ext === '' ? icon('folder') : ext.toUpperCase()}</span>`
  if (media === null) return html`<div class="bubble sheet file">${content}</div>`
  return html`<a class="bubble sheet file" href=${mediaUrl(media)} download=${name}
    title="下载">${content}</a>`
}

function familyOf(ext: string): string {
  return families[ext] ?? 'other'
}

const families: Partial<Record<string, string>> = {
  doc: 'word', docx: 'word', xls: 'sheet', xlsx: 'sheet', csv: 'sheet', ppt: 'slides', pptx: 'slides', pdf: 'pdf',
  zip: 'pack', rar: 'pack', '7z': 'pack',
}
