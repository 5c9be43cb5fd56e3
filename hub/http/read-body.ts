import type { Exchange } from './exchange.ts'

/**
 * Reads a whole small body. 'tooLarge' as soon as it is known, the rest is neither kept nor waited for;
 * 'gone' if the peer left.
 */
export function readBody(
  exchange: Exchange, { bytesMax }: { bytesMax: number },
): Promise<Buffer | 'tooLarge' | 'gone'> {
  return new Promise((resolve) => {
    exchange.whenGone(() => resolve('gone'))
    if (Number(exchange.header('content-length') || 0) > bytesMax) {
      resolve('tooLarge')
      return
    }
    const chunks: Buffer[] = []
    let bytes = 0
    exchange.res.onData((chunk, isLast) => {
      bytes += chunk.byteLength
      if (bytes > bytesMax) {
        chunks.length = 0
        resolve('tooLarge')
        return
      }
      // The chunk belongs to uWebSockets.js and is emptied when this callback returns.
      chunks.push(Buffer.from(chunk.slice(0)))
      if (isLast) resolve(Buffer.concat(chunks, bytes))
    })
  })
}
