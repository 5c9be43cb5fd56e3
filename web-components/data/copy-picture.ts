/** Puts a picture on the clipboard, as PNG: browsers take no other kind. False: it couldn't. */
export async function copyPicture(url: string): Promise<boolean> {
  try {
    // Given as a promise: the click still counts as the reason when the picture is there.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': asPng(url) })])
    return true
  } catch {
    return false
  }
}

async function asPng(url: string): Promise<Blob> {
  const response = await fetch(url)
  const picture = await createImageBitmap(await response.blob())
  const canvas = new OffscreenCanvas(picture.width, picture.height)
  canvas.getContext('2d')?.drawImage(picture, 0, 0)
  picture.close()
  return canvas.convertToBlob({ type: 'image/png' })
}
