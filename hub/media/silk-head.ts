/**
 * How long a SILK v3 note is, ms, by its packets: a length of two bytes each and that many bytes. Null: it isn't one,
 * or it is damaged. An end mark (length 0xffff) may follow.
 */
export function silkDurationMs(bytes: Uint8Array): number | null {
  const at = bytes[0] === 2 ? 1 : 0
  const head = String.fromCharCode(...bytes.subarray(at, at + mark.length))
  if (head !== mark) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let packets = 0
  let next = at + mark.length
  while (next + 2 <= bytes.length) {
    const length = view.getUint16(next, true)
    if (length === endMark) break
    next += 2 + length
    if (length === 0 || length > packetBytesMax || next > bytes.length) return null
    packets += 1
  }
  return packets === 0 ? null : packets * packetMs
}

const mark = '#!SILK_V3'
const endMark = 0xffff
/** WeChat's encoder puts 20 ms into one. */
const packetMs = 20
/** Of the decoder. */
const packetBytesMax = 1_250
