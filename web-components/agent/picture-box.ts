import { effect } from '@preact/signals-core'
import type PhotoSwipe from 'photoswipe'
import { readBody } from '../../protocol/bodies.ts'
import type { ChatMessage } from '../../protocol/chat-message.ts'
import { originalFaultText } from '../data/asked-phone.ts'
import { mediaUrl } from '../data/media.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import type { Thread } from '../data/thread.ts'
import { type ThreadItem, threadItems } from './thread-items.ts'

interface BoxParts { seat: SeatConsole; thread: Thread }

/**
 * Shows the thread's pictures one after another, large, beginning with this one. Where the phone has told only a
 * thumbnail, it is asked for the original, which takes the thumbnail's place when it comes. The viewer is loaded when
 * it is first needed.
 */
export async function openPictures(parts: BoxParts, key: string): Promise<void> {
  const pictures = picturesOf(parts.thread)
  const index = pictures.findIndex((picture) => picture.key === key)
  if (index < 0) return
  const [{ default: Viewer }] = await Promise.all([
    import('photoswipe'), import('photoswipe/style.css'), import('../styles/lightbox.css'),
  ])
  const dataSource = pictures.with(index, await withSize(pictures[index] as Picture))
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  const box = new Viewer({
    dataSource, index, bgOpacity: 0.92, loop: false, wheelToZoom: true, returnFocus: true,
    showHideAnimationType: calm ? 'none' : 'fade', closeTitle: '关闭(Esc)', zoomTitle: '缩放', arrowPrevTitle: '上一张',
    arrowNextTitle: '下一张', errorMsg: '这张图片打不开', indexIndicatorSep: ' / ',
  })
  box.on('uiRegister', () => {
    addDownload(box)
    addOriginal(box, { ...parts, dataSource })
  })
  box.init()
}

interface Picture {
  key: string
  message: ChatMessage
  src: string
  msrc: string
  width: number
  height: number
  alt: string
  /** The phone still has it: what is shown is small. */
  isSmall: boolean
}

function picturesOf(thread: Thread): Picture[] {
  return threadItems(thread).flatMap((item) => pictureOf(item) ?? [])
}

function pictureOf({ key, message, local }: ThreadItem): Picture | null {
  if (message.type !== 'picture' || message.state === 'recalled') return null
  const media = message.media ?? message.thumbnail
  const src = media === null ? local?.previewUrl ?? null : mediaUrl(media)
  if (src === null) return null
  const { width = 1200, height = 1200 } = readBody('picture', message.body)
  const msrc = message.thumbnail === null ? src : mediaUrl(message.thumbnail)
  const isSmall = local === null && message.media === null
  return { key, message, src, msrc, width, height, alt: message.text || '图片', isSmall }
}

function addDownload(box: PhotoSwipe): void {
  box.ui?.registerElement({
    name: 'download', order: 8, isButton: true, tagName: 'a', title: '下载', html: {
      isCustomSVG: true, outlineID: 'pswp-download', size: 32,
      inner: '<path id="pswp-download" d="M15 6h2v11.2l4.3-4.3 1.4 1.4L16 21l-6.7-6.7 1.4-1.4 4.3 4.3zM8 24h16v2H8z"/>',
    },
    onInit: (element) => {
      const link = element as HTMLAnchorElement
      link.download = ''
      box.on('change', () => { link.href = (box.currSlide?.data as Picture | undefined)?.src ?? '' })
    },
  })
}

/** Asks for the original of what is looked at, says how that goes, and shows it when it has come. */
function addOriginal(box: PhotoSwipe, { seat, thread, dataSource }: BoxParts & { dataSource: Picture[] }): void {
  const ask = (): void => {
    const now = dataSource[box.currIndex]
    if (now?.isSmall === true && stateOf(seat, now) === null) seat.sender.requestOriginal(now.message)
  }
  box.ui?.registerElement({
    name: 'original', order: 9, isButton: false, appendTo: 'root', className: 'ark-original', onInit: (element) => {
      element.setAttribute('role', 'status')
      const follow = (): void => {
        replaceArrived(box, dataSource, picturesOf(thread))
        const now = dataSource[box.currIndex]
        element.textContent = now?.isSmall === true ? noteOf(stateOf(seat, now)) : ''
      }
      box.on('change', () => {
        ask()
        follow()
      })
      // What it reads of the phone's answer wakes it too.
      box.on('destroy', effect(() => {
        void thread.revision.value
        follow()
      }))
    },
  })
}

function replaceArrived(box: PhotoSwipe, dataSource: Picture[], fresh: readonly Picture[]): void {
  for (const [index, shown] of dataSource.entries()) {
    const now = shown.isSmall ? fresh.find(({ key }) => key === shown.key) : undefined
    if (now === undefined || now.isSmall) continue
    dataSource[index] = { ...now, msrc: shown.src }
    void withSize(now).then((sized) => {
      dataSource[index] = sized
      box.refreshSlideContent(index)
    })
  }
}

function stateOf({ sender }: SeatConsole, { message }: Picture) {
  return sender.asked.stateOf('mediaRequested', message.msgSvrId)
}

function noteOf(state: ReturnType<typeof stateOf>): string {
  if (state === 'asked') return '缩略图 · 正在向手机取原图…'
  return state === null ? '缩略图' : `缩略图 · ${originalFaultText(state)}`
}

/** The viewer needs the true size; a phone may have told none, or the thumbnail's. */
async function withSize(picture: Picture): Promise<Picture> {
  const image = new Image()
  image.src = picture.src
  try {
    await image.decode()
    return { ...picture, width: image.naturalWidth, height: image.naturalHeight }
  } catch {
    return picture
  }
}
