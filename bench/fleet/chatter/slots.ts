import type { Dice } from '../dice.ts'
import { cities, newPersonName } from './people.ts'
import type { Slots, Trade } from './script.ts'

/** Fills of one conversation: what costs what stays the same all through it. */
export function newSlots({ dice, trade, customer }: { dice: Dice; trade: Trade; customer?: string }): Slots {
  return { ...commonSlots(dice), ...tradeSlots[trade](dice), ...(customer === undefined ? {} : { customer }) }
}

function commonSlots(dice: Dice): Record<string, string> {
  const [province, names] = dice.pick(cities)
  const few = dice.integer(2, 6)
  return {
    few: String(few), days: String(dice.integer(2, 5)), hour: String(dice.integer(9, 18)),
    city: dice.pick(names), province,
    district: dice.pick(districts), road: dice.pick(roads), number: String(dice.integer(1, 388)),
    tail: dice.digits(4),
    weekday: `周${dice.pick(['一', '二', '三', '四', '五', '六', '日'])}`, month: String(dice.integer(1, 12)),
    off: String(dice.integer(1, 10) * 10),
    full: String(dice.integer(2, 20) * 100), fee: String(dice.integer(8, 60)),
    minutes: String(dice.integer(3, 12) * 10),
    order: dice.digits(16), tracking: dice.digits(12), courier: dice.pick(couriers),
    company: dice.pick(companies),
    tax: dice.letters(13, '0123456789ABCDEFGH'), mail: `${dice.letters(7)}@163.com`,
    customer: newPersonName(dice).full,
    friend: newPersonName(dice).full, nick: dice.pick(['小鱼儿', '微风', '麦兜', '橙子']),
    agent: dice.pick(['小李', '王老师', '小敏', '陈老师']),
    tech: dice.pick(['阿杰', '小雅', '王', '老张', '婷婷']), wife: dice.pick(['我爱人', '我媳妇', '家里人', '我妈']),
    store: dice.pick(['银泰店', '滨江店', '城西店', '万象店']), place: dice.pick(places), spot: dice.pick(spots),
    budget: String(dice.integer(4, 20) * 200), people: String(dice.integer(12, 60)), item: dice.pick(goods),
    ...money(dice.integer(5, 60) * 10 - 1),
  }
}

const tradeSlots: Record<Trade, (dice: Dice) => Record<string, string>> = {
  shop: (dice) => ({
    ...money(dice.integer(5, 45) * 10 - 1), flaw: dice.pick(flaws),
    size: dice.pick(['S', 'M', 'L', 'XL', '2XL']),
    height: String(dice.integer(155, 182)), weight: String(dice.integer(92, 165)),
    color: dice.pick(['燕麦色', '雾霾蓝', '奶白', '墨绿']), color2: dice.pick(['焦糖色', '高级灰', '藏青', '豆沙粉']),
  }),
  homes: (dice) => {
    const total = dice.integer(160, 680)
    return {
      estate: dice.pick(estates), estate2: dice.pick(estates),
      rooms: dice.pick(['两室一厅', '三室两厅', '四室两厅', '一居室']),
      area: String(dice.integer(52, 148)), floor: `${dice.integer(3, 17)}/18`, total: String(total),
      offer: String(total - dice.integer(8, 25)),
      deal: String(total - dice.integer(2, 7)), add: String(dice.integer(1, 5)),
      deposit: String(dice.integer(5, 20)),
      down: String(Math.round(total * 0.3)), monthly: String(Math.round((total * 0.7 * 48) / 10) * 10),
      year: String(dice.integer(2005, 2021)),
      rent: String(dice.integer(24, 58) * 100), rent2: String(dice.integer(24, 58) * 100),
      metro: dice.pick(metros),
      walk: String(dice.integer(3, 12) * 100), unit: `${dice.pick(['2.6', '3.1', '3.8', '4.5'])}万`,
      deco: String(dice.integer(15, 60)),
      school: dice.pick(['求是小学', '学军小学', '文三街小学', '崇文实验']), fee: dice.pick(['1', '1.5', '2']),
    }
  },
  school: (dice) => ({
    ...money(dice.integer(12, 80) * 100 - 20), course: dice.pick(courses),
    grade: dice.pick(['三年级', '五年级', '初一', '初二', '高一']),
    subject: dice.pick(['数学', '英语', '物理', '语文']), score: String(dice.integer(65, 84)),
    newscore: String(dice.integer(86, 98)),
    lessons: String(dice.integer(12, 32)),
    child: `${dice.pick(['梓', '子', '一', '雨', '思'])}${dice.pick(['涵', '轩', '诺', '桐', '远'])}`,
    topic: dice.pick(['一次函数', '完形填空', '浮力', '文言文', '分数应用题']), campus: dice.pick(['城西', '滨江', '武林', '钱江']),
    unit: String(dice.integer(9, 28) * 10), page: String(dice.integer(12, 88)),
    band: dice.pick(['6.5', '7', '7.5']), base: dice.pick(['5', '5.5', '6']),
  }),
  beauty: (dice) => ({
    ...money(dice.integer(9, 60) * 10 - 2), care: dice.pick(['水光补水', '小气泡清洁', '眼部护理', '肩颈舒缓', '头皮养护']),
    balance: String(dice.integer(200, 3_000)),
  }),
  cars: (dice) => ({
    ...money(dice.integer(18, 90) * 10 - 2), car: dice.pick(['凯美瑞', '朗逸', '轩逸', '哈弗H6', '思域', '宋PLUS']),
    plate: `${dice.letters(1, 'ABCDEFGHJK')}${dice.digits(4)}`,
    tire: dice.pick(['205/55R16', '225/45R17', '235/55R18']),
  }),
  travel: (dice) => money(dice.integer(15, 90) * 100 - 20),
}

function money(price: number): { price: string; was: string; cheaper: string } {
  return {
    price: String(price), was: String(Math.round(price * 1.4)), cheaper: String(Math.round(price * 0.85)),
  }
}

const goods = ['羊绒围巾', '四件套', '空气炸锅', '保温杯', '加绒卫衣', '记忆枕', '儿童书包', '蓝牙耳机', '电热毯', '羽绒被', '收纳箱', '养生壶']
const flaws = ['有个地方开线了', '少了一件', '颜色发错了', '有点异味', '盖子是裂的', '充不进电', '上面有污渍']
const couriers = ['中通', '圆通', '顺丰', '韵达', '极兔']
const companies = ['杭州云帆科技有限公司', '宁波海棠贸易有限公司', '上海木石设计有限公司', '苏州青禾文化传媒有限公司']
const districts = ['西湖区', '余杭区', '滨江区', '浦东新区', '天河区', '武侯区', '雨花区', '江宁区']
const roads = ['文三路', '江南大道', '金沙江路', '中山北路', '科韵路', '天府大道', '解放路', '莫干山路']
const estates = ['滨江花园', '云栖雅苑', '金桂小区', '翡翠湾', '香樟里', '湖畔居', '星河名邸', '锦绣江南']
const metros = ['凤起路站', '西湖文化广场站', '江陵路站', '城站', '沈塘桥站']
const courses = ['初二数学提高班', '小学英语自然拼读', '少儿编程入门', '雅思冲刺班', '高一物理同步班', '书法启蒙']
const places = ['云南', '厦门', '川西', '桂林', '青岛', '黄山', '三亚', '新疆']
const spots = ['莫干山', '千岛湖', '西溪湿地', '安吉', '双廊', '鼓浪屿']
