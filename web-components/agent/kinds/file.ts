import { html, nothing } from 'lit'
import { readBody } from '../../../protocol/bodies.ts'
import { mediaUrl } from '../../data/media.ts'
import { extensionOf } from '../../../protocol/message-part.ts'
import { sizeText } from '../../data/time-text.ts'
import { icon } from '../../elements/icon.ts'
import type { BodyParts } from '../message-body.ts'
import type { ThreadItem } from '../thread-items.ts'
import { fromPhone } from './from-phone.ts'

export function fileBubble({ message, local }: ThreadItem, parts: BodyParts) {
  const { body, media, text } = message
  const file = readBody('file', body)
  const name = file.name || text || '未命名文件'
  const ext = (file.ext || extensionOf(name)).slice(0, 4)
  const size = file.bytes === undefined ? '' : sizeText(file.bytes)
  const away = media === null && local === null
  const content = html`<span class="what"><b class="name">${name}</b>
      <small>${size}${away ? html` · 还在手机上 ${fromPhone(message, parts)}` : nothing}</small></span>
    <span class="ext" data-family=${familyOf(ext)}>${ext === '' ? icon('folder') : ext.toUpperCase()}</span>`
  if (media === null) {
    return html`<div class="bubble sheet file">${content}</div>`
  }
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
