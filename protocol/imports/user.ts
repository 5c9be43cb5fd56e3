import { text } from '../fields.ts'
import { importSheet } from '../import-sheet.ts'
import { limits } from '../limits.ts'

const short = text({ bytesMax: limits.nameBytesMax })

export const users = importSheet({
  name: 'users', title: '导入账号', permission: 'users',
  columns: {
    loginName: { title: '账号', required: true, example: 'zhangsan', field: short },
    password: { title: '密码', required: true, example: 'Zs-2026-pass', field: text({ bytesMin: 8, bytesMax: 256 }) },
    realName: { title: '真实姓名', required: true, example: '张三', field: short },
    /** A name, or a path from the top: 销售中心/房产销售组. */
    department: { title: '所属部门', required: true, example: '销售中心/房产销售组', field: short },
    phone: { title: '手机号', required: false, example: '13800000000', field: short },
    email: { title: '邮箱', required: false, example: 'zhangsan@example.com', field: short },
    remark: { title: '备注', required: false, example: '', field: short },
  },
})
