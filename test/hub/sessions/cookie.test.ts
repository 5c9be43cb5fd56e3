import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCookie, sessionCookie, sessionCookieName } from '../../../hub/sessions/cookie.ts'

test('whatever else a header holds, our cookie is found', () => {
  const other = fc.stringMatching(/^[A-Za-z0-9_=" -]{0,30}$/)
    .filter((text) => !text.trim().startsWith(sessionCookieName))
  const token = fc.stringMatching(/^[A-Za-z0-9_-]{43}$/)
  fc.assert(fc.property(fc.array(other), token, fc.array(other), (before, value, after) => {
    const header = [...before, `${sessionCookieName}=${value}`, ...after].join('; ')
    expect(readCookie(header, sessionCookieName)).toBe(value)
  }))
})

test('reading never throws, and finds nothing where nothing is', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (header) => {
    const found = readCookie(header, sessionCookieName)
    if (!header.includes(sessionCookieName)) expect(found).toBeNull()
  }))
  for (const header of ['', ';', '=', 'ark_session', 'xark_session=1', 'ark_session2=1', 'a=ark_session=1']) {
    expect(readCookie(header, sessionCookieName)).toBeNull()
  }
})

test('what is set is read back, and Secure is added behind https', () => {
  const set = sessionCookie({ token: 'abc', secure: true })
  expect(readCookie(set, sessionCookieName)).toBe('abc')
  expect(set).toContain('; Secure')
  expect(sessionCookie({ token: null, secure: false })).toMatch(/^ark_session=; .*Max-Age=0$/)
})
