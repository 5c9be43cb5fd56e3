import type { Permission } from '../../../protocol/permissions.ts'
import type { Trade } from '../chatter/script.ts'

/** The company of the demo; the root department and `admin` are the hub's own. */
export const demoPassword = 'ark-demo-2026'

export interface DemoDepartment {
  name: string
  parent: string | null
  remark: string
}

/** `parent` null: under the root. */
export const departments: readonly DemoDepartment[] = [
  { name: '客户服务中心', parent: null, remark: '电商店铺的售前与售后' },
  { name: '售前咨询组', parent: '客户服务中心', remark: '' },
  { name: '售后服务组', parent: '客户服务中心', remark: '' },
  { name: '销售中心', parent: null, remark: '房产与课程' },
  { name: '房产销售组', parent: '销售中心', remark: '城西、滨江两个片区' },
  { name: '课程顾问组', parent: '销售中心', remark: '' },
  { name: '门店运营部', parent: null, remark: '' },
  { name: '美业门店组', parent: '门店运营部', remark: '银泰店、滨江店' },
  { name: '汽车与旅行组', parent: '门店运营部', remark: '' },
]

export interface DemoUser {
  loginName: string
  realName: string
  department: string
  permissions: readonly Permission[]
}

const seat: readonly Permission[] = ['chat', 'devices']

export const users: readonly DemoUser[] = [
  { loginName: 'lina', realName: '李娜', department: '售前咨询组', permissions: seat },
  { loginName: 'wangwei', realName: '王伟', department: '售后服务组', permissions: seat },
  { loginName: 'chenjie', realName: '陈杰', department: '房产销售组', permissions: seat },
  { loginName: 'liuyang', realName: '刘洋', department: '房产销售组', permissions: seat },
  { loginName: 'zhangmin', realName: '张敏', department: '课程顾问组', permissions: seat },
  { loginName: 'sunyue', realName: '孙悦', department: '美业门店组', permissions: seat },
  { loginName: 'zhaolei', realName: '赵磊', department: '汽车与旅行组', permissions: seat },
  { loginName: 'zhoufang', realName: '周芳', department: '客户服务中心', permissions: [...seat, 'supervise', 'companyScope'] },
]

export interface DemoPhone {
  /** Login name of the keeper. */
  keeper: string
  trade: Trade
  /** Of the account on it. */
  nickname: string
  remark: string
  brand: string
  model: string
}

function phone(keeper: string, trade: Trade, nickname: string, remark: string): DemoPhone {
  const [brand, model] = models[Number.parseInt(remark, 10) % models.length] as readonly [string, string]
  return { keeper, trade, nickname, remark, brand, model }
}

const models: readonly (readonly [string, string])[] = [
  ['Xiaomi', 'Redmi Note 13'], ['HONOR', 'X50'], ['vivo', 'Y78+'], ['OPPO', 'A2 Pro'],
  ['HUAWEI', 'nova 11 SE'], ['Xiaomi', '13'],
]

/** Eight are the administrator's, so that a first sign-in sees life in every trade. */
export const phones: readonly DemoPhone[] = [
  phone('admin', 'shop', '暖冬家居·小方', '01号机 旗舰店售前'), phone('admin', 'homes', '云栖置业·方经理', '02号机 城西二手房'),
  phone('admin', 'school', '小鹿课堂·方老师', '03号机 课程咨询'), phone('admin', 'beauty', '悦己皮肤管理·小方', '04号机 银泰店'),
  phone('admin', 'cars', '车管家·方师傅', '05号机 汽车服务'), phone('admin', 'travel', '慢行旅行·阿方', '06号机 定制游'),
  phone('admin', 'shop', '暖冬家居·售后小舟', '07号机 旗舰店售后'), phone('admin', 'homes', '云栖置业·租房小舟', '08号机 租房'),
  phone('lina', 'shop', '暖冬家居·小娜', '09号机 售前A'), phone('lina', 'shop', '棉里生活·小娜', '10号机 二店'),
  phone('wangwei', 'shop', '暖冬家居·售后小伟', '11号机 售后A'), phone('wangwei', 'shop', '棉里生活·售后', '12号机 售后B'),
  phone('chenjie', 'homes', '云栖置业·陈杰', '13号机 滨江片区'), phone('chenjie', 'homes', '云栖置业·新房陈杰', '14号机 新房'),
  phone('liuyang', 'homes', '云栖置业·刘洋', '15号机 城西片区'), phone('zhangmin', 'school', '小鹿课堂·张老师', '16号机 小学部'),
  phone('zhangmin', 'school', '小鹿课堂·雅思张敏', '17号机 语言部'), phone('sunyue', 'beauty', '悦己皮肤管理·悦悦', '18号机 滨江店'),
  phone('zhaolei', 'cars', '车管家·赵磊', '19号机 城西店'), phone('zhoufang', 'travel', '慢行旅行·芳芳', '20号机 民宿'),
]

/** A number that no real phone has: 15 digits, the last one a check of the others as in a real one. */
export function imeiOf(index: number): string {
  const digits = `860000${String(index + 1).padStart(8, '0')}`
  const sum = Array.from(digits).reduce((all, digit, at) => {
    const twice = Number(digit) * (at % 2 === 1 ? 2 : 1)
    return all + (twice > 9 ? twice - 9 : twice)
  }, 0)
  return `${digits}${(10 - sum % 10) % 10}`
}
