import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readBearer } from '../../../hub/sessions/identify.ts'

test('a bearer is a device and a key', () => {
  const device = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/)
  const key = fc.stringMatching(/^[A-Za-z0-9_-]{43}$/)
  fc.assert(fc.property(device, key, (id, secret) => {
    expect(readBearer(`Bearer ${id}.${secret}`)).toEqual({ device: id, key: secret })
  }))
})

test('anything else is none', () => {
  const key = 'k'.repeat(43)
  const none = ['', 'Bearer', 'Bearer x', 'Bearer .k', `Basic d1.${key}`, 'Bearer d1.short', `Bearer d 1.${key}`]
  for (const header of none) {
    expect(readBearer(header)).toBeNull()
  }
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (header) => void readBearer(header)))
})
