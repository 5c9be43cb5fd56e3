import { expect, test } from 'vitest'
import { addressOf } from '../../../hub/http/address.ts'
import { wrongOrigin } from '../../../hub/http/origin.ts'

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['0000:0000:0000:0000:0000:ffff:7f00:0001', '127.0.0.1'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['[2001:db8::1]', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['unix:', 'unix:'],
  ['1:2:3', '1:2:3'],
  ['x'.repeat(100), 'x'.repeat(64)],
])('the address %s is throttled as %s', (text, expected) => {
  expect(addressOf(text)).toBe(expected)
})

test.each([
  [{ origin: '' }, true],
  [{ origin: 'http://hub.local:8080' }, true],
  [{ origin: 'HTTP://HUB.local:8080', fetchSite: 'same-origin' }, true],
  [{ origin: 'https://console.example', fetchSite: 'cross-site' }, true],
  [{ origin: 'http://hub.local' }, false],
  [{ origin: 'http://hub.local:8080.evil.example' }, false],
  [{ origin: 'null' }, false],
  [{ origin: '', fetchSite: 'cross-site' }, false],
  [{ origin: '', fetchSite: 'none' }, true],
])('an origin %o is ours: %s', (headers, isOurs) => {
  const whole = { host: 'Hub.local:8080', fetchSite: '', ...headers }
  expect(wrongOrigin(whole, { allowedOrigins: ['https://console.example'] }) === null).toBe(isOurs)
})
