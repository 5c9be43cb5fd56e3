import { pngOf } from '../hub/support/pictures.ts'

const text = (value: string): Uint8Array => Buffer.from(value)

/** Inputs of operations as JSON. */
export const inputs: readonly Uint8Array[] = [
  {}, { token: 'x'.repeat(43), install: 'install-1', info: { brand: '小米', root: false }, remark: '前台' },
  { loginName: 'admin', password: 'secret' }, { rows: 50, before: 65_536, atLeast: 1 },
  { account: 'wxid_a', peer: 'wxid_b', atLeast: null }, { account: 'wxid_a', peer: '123@chatroom', rows: 200 },
  { device: 'dabcdefghijklmnop' }, { oldPassword: 'a', newPassword: 'b' },
].map((value) => text(JSON.stringify(value)))

/** Values of headers: cookies, keys, ranges, types, addresses, origins. */
export const heads: readonly Uint8Array[] = [
  `ark_session=${'a'.repeat(43)}`, `a=b; ark_session="${'b'.repeat(43)}"; c`,
  `Bearer dabcdefghijklmnop.${'k'.repeat(43)}`,
  'bytes=0-99', 'bytes=-5', 'bytes=990-', 'bytes 0-99/100', 'bytes 100-199/200', 'image/png; charset=x', 'video/mp4',
  '203.0.113.7', '::ffff:203.0.113.7', '2001:db8::1', '[2001:db8:0:1::7]', 'https://console.example:8443', 'null',
  'W/"etag", *', 'gzip, br;q=0', 'Upgrade', '13',
].map(text)

const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b08001000200101110000ffd9', 'hex')
const gif = Buffer.from('4749463839610a001400800000ffffff00000021f90401000000002c', 'hex')
const webp = Buffer.from('524946461a000000574542505650384c0d0000002f0940020010', 'hex')
const bmp = Buffer.from('424d460000000000000036000000280000000a00000014000000010018', 'hex')

export const pictures: readonly Uint8Array[] = [
  pngOf({ width: 3, height: 2, filler: Buffer.alloc(40, 7) }), jpeg, gif, webp, bmp,
  Buffer.from('0000001c6674797068656963000000006d696631686569636865766300000000', 'hex'),
  Buffer.from('02232153494c4b5f5633', 'hex'), Buffer.from('2321414d520a3c', 'hex'), text('<svg onload="x">'),
  text('%PDF-1.7'),
]
