import { expect, test } from 'vitest'
import { type Bodies, packBody } from '../../protocol/bodies.ts'
import { saidLines } from '../../protocol/said-lines.ts'

const lines = <Type extends keyof Bodies>(type: Type, body: Bodies[Type], text = '') => {
  return saidLines({ type, text, body: packBody(type, body) })
}

test('[RISK-1] what people read in a message: its text and its body, each once, without what programs read', () => {
  const link = { title: '活动', description: '加我微信', url: 'https://example.com/vip', cover: 'vip.png' }
  expect(lines('link', link, '活动')).toEqual(['活动', '加我微信'])
  expect(lines('mergedHistory', { title: '张三的聊天记录', lines: ['你好', '转账给我'] }))
    .toEqual(['张三的聊天记录', '你好', '转账给我'])
  expect(lines('file', { name: '返现.xlsx', ext: 'xlsx', md5: 'ab' })).toEqual(['返现.xlsx'])
  expect(lines('card', { wxid: 'wxid_vip', nickname: '微商', alias: 'v-1' })).toEqual(['微商', 'v-1'])
  expect(lines('location', { lat: 1, lng: 2, label: '人民路', poi: '公园' })).toEqual(['人民路', '公园'])
  expect(lines('transfer', { display: '￥1.00', memo: '返现', state: 'sent' })).toEqual(['￥1.00', '返现'])
})

test('[RISK-1] what a reply quotes was said by somebody else', () => {
  expect(lines('quote', { text: '转账吗', sender: 'wxid_x' }, '不行')).toEqual(['不行'])
})

test('a damaged body says nothing, and a text alone is itself', () => {
  expect(saidLines({ type: 'link', text: '标题', body: Uint8Array.of(0xc1, 1, 2) })).toEqual(['标题'])
  expect(lines('text', { mentions: ['wxid_vip'] }, '@你 好')).toEqual(['@你 好'])
})
