import { text } from '../fields.ts'
import { importSheet } from '../import-sheet.ts'

/** DEV-10: an address book for phones; it is looked at before it is imported. */
export const deviceContacts = importSheet({
  name: 'deviceContacts', title: '导入联系人', permission: 'devicesManage',
  columns: {
    name: { title: '姓名', required: true, example: '张三', field: text({ bytesMax: 128 }) },
    number: { title: '号码', required: true, example: '13800138000', field: text({ bytesMax: 32 }) },
  },
})
