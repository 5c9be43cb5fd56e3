import { type TemplateResult, css, html, nothing } from 'lit'
import { type MessagePart, extensionOf, partTypes } from '../../protocol/message-part.ts'
import '../agent/kinds/voice.ts'
import { mediaUrl } from '../data/media.ts'
import { readRichText } from '../data/rich-text.ts'
import { sizeText } from '../data/time-text.ts'
import { icon } from './icon.ts'

/** A prepared message as it will look, small. */
export function partView(part: MessagePart) {
  const { type, media, text } = part
  if (type === 'text') return html`<p class="part-text">${facesIn(text ?? '')}</p>`
  if (type === 'link') {
    const cover = media ? html`<img class="part-cover" src=${mediaUrl(media)} alt="" loading="lazy" />`
      : html`<span class="part-ext">${icon('link')}</span>`
    return boxed(cover, part.title, part.url)
  }
  if (!media) return nothing
  switch (type) {
    case 'picture': return html`<img class="part-picture" src=${mediaUrl(media)} alt=${text || '图片'} loading="lazy" />`
    case 'voice': return html`<ark-voice src=${mediaUrl(media)} .durationMs=${part.durationMs ?? 0}></ark-voice>`
    case 'video': return html`<video class="part-picture" src=${mediaUrl(media)} controls preload="metadata"
      aria-label="视频"></video>`
    case 'file': return boxed(html`<span class="part-ext">${
      extensionOf(text ?? '').slice(0, 4).toUpperCase() || icon('folder')}</span>`, text,
    part.bytes ? sizeText(part.bytes) : partTypes.file)
  }
}

/** WeChat's codes as faces; lines stay lines. */
function facesIn(words: string): string {
  return readRichText(words).map(({ text }) => text).join('')
}

function boxed(picture: TemplateResult, title: string | null | undefined, about: string | null | undefined) {
  return html`<span class="part-file">${picture}<span class="part-words"><span class="cut"
    title=${title ?? ''}>${title}</span><small class="cut">${about}</small></span></span>`
}

export const partStyles = css`
  .part-text { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
  .part-picture {
    display: block; min-width: 48px; min-height: 48px; max-width: 200px; max-height: 140px;
    border-radius: var(--radius-s); background: var(--surface-hover); object-fit: contain;
  }
  .part-file { display: flex; align-items: center; gap: 10px; min-width: 0; }
  .part-ext, .part-cover {
    display: grid; place-items: center; width: 40px; height: 40px; flex: none; border-radius: var(--radius-s);
    background: var(--surface-hover); color: var(--text-2); font-size: 11px; font-weight: 700; object-fit: cover;
  }
  .part-words { display: grid; min-width: 0; }
  .part-words small { color: var(--text-2); }
`
