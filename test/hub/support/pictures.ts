/** The head of a PNG and then anything: enough for who reads only the head. */
export function pngOf({ width, height, filler }: { width: number, height: number, filler: Buffer }): Buffer {
  const head = Buffer.alloc(33)
  head.write('\x89PNG\r\n\x1a\n', 0, 'latin1')
  head.writeUInt32BE(13, 8)
  head.write('IHDR', 12, 'latin1')
  head.writeUInt32BE(width, 16)
  head.writeUInt32BE(height, 20)
  return Buffer.concat([head, filler])
}
