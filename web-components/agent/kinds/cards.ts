import { html, nothing } from 'lit'
import { type Bodies, readBody } from '../../../protocol/bodies.ts'
import type { ChatMessage } from '../../../protocol/chat-message.ts'
import type { MediaId } from '../../../protocol/ids.ts'
import { copyText } from '../../data/copy-text.ts'
import { mediaUrl } from '../../data/media.ts'
import { avatar } from '../../elements/avatar.ts'
import { type IconName, icon } from '../../elements/icon.ts'

export function linkBubble({ body, text, thumbnail }: ChatMessage) {
  const link = readBody('link', body)
  const url = webAddress(link.url)
  const content = html`<b class="title">${link.title || text || '链接'}</b>
    <span class="pair"><span class="about">${link.description || nothing}</span>
      ${coverOf(link.cover, thumbnail) ?? (link.description ? plainCover : nothing)}</span>
    ${foot('link', url === null ? '链接不能在这里打开' : url.hostname)}`
  if (url === null) return html`<div class="bubble sheet link">${content}</div>`
  return html`<a class="bubble sheet link" href=${url.href} target="_blank"
    rel="noopener noreferrer nofollow">${content}</a>`
}

export function miniProgramBubble({ body, text, thumbnail }: ChatMessage) {
  const program = readBody('miniProgram', body)
  const cover = coverOf(program.cover, thumbnail)
  return html`<div class="bubble sheet"><b class="title">${program.title || text || '小程序'}</b>
    ${cover === null ? nothing : html`<span class="wide">${cover}</span>`}${foot('blocks', '小程序 · 请在手机上打开')}</div>`
}

export function videoChannelBubble({ body, text, thumbnail }: ChatMessage) {
  const channel = readBody('videoChannel', body)
  const cover = coverOf(channel.cover, thumbnail)
  return html`<div class="bubble sheet"><b class="title">${channel.title || text || '视频号'}</b>
    ${cover === null ? nothing : html`<span class="wide">${cover}</span>`}
    ${foot('video', `视频号${channel.nickname ? ` · ${channel.nickname}` : ''}`)}</div>`
}

export function cardBubble({ body, text }: ChatMessage) {
  const card: Bodies['card'] = readBody('card', body)
  const name = card.nickname || text || '名片'
  return html`<div class="bubble sheet"><span class="person">
      ${avatar({ id: card.wxid ?? name, name, avatar: card.avatar ?? null })}
      <span class="what"><b class="cut">${name}</b>
        <small class="cut">${card.alias ? `微信号：${card.alias}` : card.wxid ?? ''}</small></span>
    </span>${foot('person', '个人名片')}</div>`
}

export function locationBubble({ body, text }: ChatMessage) {
  const place = readBody('location', body)
  const { lat, lng } = place
  const where = lat === undefined || lng === undefined ? null : `${lat.toFixed(5)}, ${lng.toFixed(5)}`
  return html`<div class="bubble sheet"><b class="title">${place.poi || text || '位置'}</b>
    <span class="about">${place.label || nothing}</span>
    ${foot('pin', where === null ? '位置' : html`<span class="where">${where}</span><button class="link-button"
      @click=${() => void copyText(where)}>复制坐标</button>`)}</div>`
}

export function mergedHistoryBubble({ body, text }: ChatMessage) {
  const { title, lines = [] } = readBody('mergedHistory', body)
  const shown = lines.slice(0, linesShown)
  return html`<div class="bubble sheet"><b class="title">${title || text || '聊天记录'}</b>
    ${lines.length <= linesShown ? shown.map(line) : html`<details>
      <summary>${shown.map(line)}<span class="more">展开全部 ${lines.length} 条</span></summary>
      ${lines.slice(linesShown).map(line)}</details>`}
    ${foot('history', '聊天记录')}</div>`
}

function line(text: string) {
  return html`<span class="about">${text}</span>`
}

function foot(picture: IconName, text: unknown) {
  return html`<small class="foot">${icon(picture)}${text}</small>`
}

/** A cover that the hub keeps; addresses elsewhere are not opened by just looking at a message. */
function coverOf(cover: string | undefined, thumbnail: MediaId | null) {
  const media = cover !== undefined && /^[0-9a-f]{64}$/.test(cover) ? cover as MediaId : thumbnail
  return media === null ? null : html`<img class="cover" src=${mediaUrl(media)} alt="" loading="lazy" />`
}

/** Customers send what they like: only http and https may be followed. */
function webAddress(address: string | undefined): URL | null {
  if (address === undefined || !URL.canParse(address)) return null
  const url = new URL(address)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null
}

const plainCover = html`<span class="cover">${icon('link')}</span>`
const linesShown = 4
