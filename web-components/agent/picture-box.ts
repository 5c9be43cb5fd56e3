import { readBody } from '../../protocol/bodies.ts'
import { mediaUrl } from '../data/media.ts'
import type { ThreadItem } from './thread-items.ts'

/**
 * Shows the thread's pictures one after another, large, beginning with this one. The viewer is loaded when it
 * is first needed.
 */
export async function openPictures(items: readonly ThreadItem[], key: string): Promise<void> {
  const pictures = items.flatMap((item) => pictureOf(item) ?? [])
  const index = pictures.findIndex((picture) => picture.key === key)
  if (index < 0) return
  const [{ default: PhotoSwipe }] = await Promise.all([import('photoswipe'), import('photoswipe/style.css')])
  const dataSource = pictures.with(index, await withSize(pictures[index] as Picture))
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  const box = new PhotoSwipe({
    dataSource, index, bgOpacity: 0.92, loop: false, wheelToZoom: true, returnFocus: true,
    showHideAnimationType: calm ? 'none' : 'fade', closeTitle: '关闭(Esc)', zoomTitle: '缩放', arrowPrevTitle: '上一张',
    arrowNextTitle: '下一张', errorMsg: '这张图片打不开', indexIndicatorSep: ' / ',
  })
  box.init()
}

interface Picture {
  key: string
  src: string
  msrc: string
  width: number
  height: number
  alt: string
}

function pictureOf({ key, message, local }: ThreadItem): Picture | null {
  if (message.type !== 'picture' || message.state === 'recalled') return null
  const media = message.media ?? message.thumbnail
  const src = media === null ? local?.previewUrl ?? null : mediaUrl(media)
  if (src === null) return null
  const { width = 1200, height = 1200 } = readBody('picture', message.body)
  const msrc = message.thumbnail === null ? src : mediaUrl(message.thumbnail)
  return { key, src, msrc, width, height, alt: message.text || '图片' }
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
