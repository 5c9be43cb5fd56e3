/** Bytes and a view of the same memory; the view is made once, because making one costs more than a message. */
export interface Bytes {
  readonly array: Uint8Array
  readonly view: DataView
}

export function newBytes(length: number): Bytes {
  const buffer = Buffer.allocUnsafeSlow(length)
  return { array: buffer, view: new DataView(buffer.buffer, buffer.byteOffset, length) }
}
