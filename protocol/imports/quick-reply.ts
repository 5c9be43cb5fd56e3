import { text } from '../fields.ts'
import { importSheet } from '../import-sheet.ts'
import { limits } from '../limits.ts'

const short = text({ bytesMax: limits.nameBytesMax })

/** QR-4: many texts at once. */
export const quickReplies = importSheet({
  name: 'quickReplies', title: '导入快捷回复', permission: 'quickReplies',
  columns: {
    /** Its name, or with where it is: 公共/价格类, 个人/价格类, 房产销售组/价格类. */
    group: { title: '分组', required: true, example: '公共/价格类', field: short },
    title: { title: '标题', required: true, example: '报价单', field: short },
    text: {
      title: '内容', required: true, example: '{客户昵称}您好，这是最新的报价，请查收。',
      field: text({ bytesMax: limits.textBytesMax }),
    },
  },
})
