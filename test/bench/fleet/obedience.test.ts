import { expect, test } from 'vitest'
import { allows, appsShown, sendsWhole, textShown } from '../../../bench/fleet/obedience.ts'
import type { Configuration } from '../../../bench/fleet/phone-state.ts'
import { defaultSwitches, switchNames } from '../../../protocol/switches.ts'

const plain: Configuration = {
  kind: 'configure', version: 1, switches: [...switchNames], visibleApps: [], freeMode: false,
  fullRoomPictures: true, fullFriendPictures: true, maskApps: null, maskWechat: null,
}

test('[P79] before anybody has set anything, what is marked so is allowed, and nothing is masked', () => {
  expect(switchNames.filter((name) => allows(null, name))).toEqual(defaultSwitches)
  expect(textShown(null, '13800138000', 'app')).toBe('13800138000')
  expect(appsShown(null, ['a.b'])).toEqual(['a.b'])
  expect(sendsWhole(null, 'wxid_a')).toBe(true)
})

test('a pattern masks every match, numbers are masked besides, each in its own place', () => {
  const set = { ...plain, maskWechat: '微信[a-z]+', switches: switchNames.filter((name) => name !== 'numbersInChats') }
  expect(textShown(set, '加微信abc或13800138000,123456', 'wechat')).toBe('加*****或***********,123456')
  expect(textShown(set, '加微信abc或13800138000', 'app')).toBe('加微信abc或13800138000')
})

test('in free mode nothing is held back, masked or recorded', () => {
  const free = { ...plain, switches: [], visibleApps: ['a.b'], maskApps: '.', freeMode: true }
  expect(switchNames.filter((name) => !allows(free, name))).toEqual(['callRecording', 'smsBackup'])
  expect([textShown(free, 'x', 'app'), appsShown(free, ['a.b', 'c.d'])]).toEqual(['x', ['a.b', 'c.d']])
})
