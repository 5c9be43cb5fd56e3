import { bulkAction } from '../bulk-action.ts'
import { oneOf } from '../fields.ts'

export const setWordsEffect = bulkAction({
  name: 'setWordsEffect', resource: 'sensitiveWords', title: '设置敏感类型', permission: 'sensitiveWords',
  input: { effect: oneOf('block', 'alert') },
})

export const deleteWords = bulkAction({
  name: 'deleteWords', resource: 'sensitiveWords', title: '删除敏感词', permission: 'sensitiveWords', input: {},
})
