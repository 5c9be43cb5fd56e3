import { html, nothing } from 'lit'
import { readBody } from '../../../protocol/bodies.ts'
import type { ChatMessage } from '../../../protocol/chat-message.ts'
import { mediaUrl } from '../../data/media.ts'
import { durationText } from '../../data/time-text.ts'
import { icon } from '../../elements/icon.ts'
import { styled } from '../../elements/styled.ts'
import type { BodyParts } from '../message-body.ts'
import type { ThreadItem } from '../thread-items.ts'
import { fromPhone } from './from-phone.ts'

/** The place is kept before the picture is there, so that nothing jumps when it comes. */
export function pictureBubble({ key, message, local }: ThreadItem, parts: BodyParts) {
  const { width, height } = readBody('picture', message.body)
  const url = local?.previewUrl ?? sourceOf(message.thumbnail ?? message.media)
  const box = boxOf({ width, height })
  if (url === null) {
    return html`<div class="picture absent" style=${styled(box)}>${icon('picture')}<span>图片还在手机上</span>
      ${local === null ? fromPhone(message, parts) : nothing}</div>`
  }
  return html`<button class="picture" style=${styled(box)} aria-label="查看图片" @click=${() => parts.openPicture(key)}>
    <img src=${url} alt=${message.text || '图片'} loading="lazy" decoding="async" @error=${onMissing} /></button>`
}

export function emojiBubble({ body, media, thumbnail, text }: ChatMessage) {
  const { width, height } = readBody('emoji', body)
  const url = sourceOf(media ?? thumbnail)
  if (url === null) return html`<div class="bubble">[表情]${text === '' ? '' : ` ${text}`}</div>`
  return html`<div class="sticker" style=${styled(boxOf({ width, height, most: 120 }))}>
    <img src=${url} alt=${text || '表情'} loading="lazy" decoding="async" @error=${onMissing} /></div>`
}

export function videoBubble({ message, local }: ThreadItem, parts: BodyParts) {
  const { width, height, durationMs } = readBody('video', message.body)
  const box = boxOf({ width, height })
  const poster = sourceOf(message.thumbnail)
  if (message.media === null) {
    const length = durationMs ? ` ${durationText(durationMs)}` : ''
    const ask = local === null ? fromPhone(message, parts) : nothing
    const note = local === null && ask === nothing ? `还在手机上${length}` : `视频${length}`
    if (poster === null) {
      return html`<div class="picture absent" style=${styled(box)}>${icon('video')}<span>${note}</span>${ask}</div>`
    }
    return html`<div class="picture absent" style=${styled(box)}><img src=${poster} alt="视频封面" loading="lazy" />
      <span class="cover-note">${icon('video')}${note} ${ask}</span></div>`
  }
  return html`<div class="picture video" style=${styled(box)}>
    <video src=${mediaUrl(message.media)} poster=${poster ?? nothing} controls playsinline
      preload=${poster === null ? 'metadata' : 'none'}
      aria-label="视频${durationMs ? `，${durationText(durationMs)}` : ''}"></video></div>`
}

/** The size on screen: as large as it is, within a box, never smaller than a finger. */
export function boxOf(
  { width, height, most = 240 }: { width: number | undefined; height: number | undefined; most?: number },
): { width: string; height: string } {
  if (!width || !height) return { width: `${most * 0.75}px`, height: `${most * 0.75}px` }
  const scale = Math.min(1, most / width, most / height)
  const least = (size: number) => `${Math.max(48, Math.round(size * scale))}px`
  return { width: least(width), height: least(height) }
}

function sourceOf(media: ChatMessage['media']): string | null {
  return media === null ? null : mediaUrl(media)
}

function onMissing({ target }: Event): void {
  const image = target as HTMLImageElement
  image.hidden = true
  image.parentElement?.classList.add('missing')
}
