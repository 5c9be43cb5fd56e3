import type { Dice } from '../dice.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import type { FriendProfile } from '../../../protocol/kinds.ts'
import type { Trade } from './script.ts'

export interface PersonName {
  surname: string
  full: string
  gender: 1 | 2
}

export function newPersonName(dice: Dice): PersonName {
  const gender = dice.chance(0.58) ? 2 : 1
  const surname = dice.weighted(surnames)
  const pool = gender === 2 ? femaleNames : maleNames
  const given = dice.chance(0.72) ? dice.pick(pool) + dice.pick(pool) : dice.pick(pool)
  return { surname, full: surname + given, gender }
}

/**
 * As people call themselves in WeChat: words, reduplications, a real name, a mother of somebody, with or
 * without an emoji.
 */
export function newNickname(dice: Dice, { full, surname, gender }: PersonName): string {
  const plain = dice.weighted<() => string>([
    [() => dice.pick(poetic), 5],
    [() => full, 4],
    [() => `${dice.pick(childNames)}${gender === 2 ? '妈妈' : '爸爸'}`, 3],
    [() => `${dice.pick(['A', 'AA', 'A0'])}${dice.pick(['建材', '装饰', '茶叶', '海鲜'])}${full}`, 1],
    [() => `${dice.pick(['小', '阿', '老'])}${gender === 2 ? dice.pick(femaleNames) : surname}`, 4],
    [() => dice.pick(english), 2],
    [() => `${dice.pick(adjectives)}的${dice.pick(creatures)}`, 3],
  ])()
  return dice.chance(0.35) ? `${plain}${dice.pick(emoji)}` : plain
}

/** A friend as the phone lists it. `addedAtMs` and the avatar are the world's. */
export function newFriend(
  { dice, trade, addedAtMs, avatar }: { dice: Dice; trade: Trade; addedAtMs: number; avatar: string },
): FriendProfile {
  const name = newPersonName(dice)
  const [province, names] = dice.pick(cities)
  const title = name.surname + dice.pick(titles[name.gender])
  return {
    wxid: newWxid(dice), alias: dice.chance(0.5) ? newAlias(dice) : '', nickname: newNickname(dice, name),
    remark: dice.chance(0.45) ? `${title}-${dice.pick(remarkEnds[trade])}` : '',
    gender: dice.chance(0.9) ? name.gender : 0,
    country: '中国', province, city: dice.pick(names), signature: dice.chance(0.5) ? dice.pick(signatures) : '',
    avatar,
    labels: dice.chance(0.6) ? dice.some(labels, dice.integer(1, 2)) : [],
    phones: dice.chance(0.3) ? [`13${dice.digits(9)}`] : [],
    source: dice.weighted(sources), addedAtMs, deleted: false, blocked: false,
  }
}

/** Old accounts have free ids: a person is never known by the prefix. */
export function newWxid(dice: Dice): PeerId {
  return (dice.chance(0.92) ? `wxid_${dice.letters(12)}22` : newAlias(dice)) as PeerId
}

export function newAlias(dice: Dice): string {
  const word = dice.letters(dice.integer(4, 8), 'abcdefghijklmnopqrstuvwxyz')
  return word + (dice.chance(0.7) ? dice.digits(dice.integer(2, 6)) : '_cn')
}

export const cities: readonly (readonly [string, readonly string[]])[] = [
  ['浙江', ['杭州', '宁波', '温州', '嘉兴', '金华']], ['江苏', ['南京', '苏州', '无锡', '常州', '南通']], ['上海', ['上海']],
  ['广东', ['广州', '深圳', '佛山', '东莞']], ['北京', ['北京']], ['四川', ['成都', '绵阳', '乐山']], ['湖北', ['武汉', '宜昌']],
  ['湖南', ['长沙', '株洲']], ['山东', ['济南', '青岛', '烟台']], ['河南', ['郑州', '洛阳']], ['福建', ['厦门', '福州', '泉州']],
  ['陕西', ['西安']], ['重庆', ['重庆']], ['安徽', ['合肥', '芜湖']], ['辽宁', ['大连', '沈阳']], ['云南', ['昆明', '大理']],
]

const surnames: readonly (readonly [string, number])[] = [
  ['王', 72], ['李', 70], ['张', 66], ['刘', 53], ['陈', 46], ['杨', 31], ['赵', 27], ['黄', 26], ['周', 24],
  ['吴', 24], ['徐', 19], ['孙', 18],
  ['胡', 16], ['朱', 15], ['高', 14], ['林', 14], ['何', 13], ['郭', 13], ['马', 12], ['罗', 12], ['梁', 11], ['宋', 9],
  ['郑', 9], ['谢', 9],
  ['韩', 8], ['唐', 8], ['冯', 7], ['沈', 7], ['许', 7], ['邓', 7], ['曹', 6], ['欧阳', 1], ['诸葛', 0.3], ['上官', 0.2],
]
const titles = { 1: ['先生', '哥', '总'], 2: ['女士', '姐', '小姐'] } as const
const femaleNames = [
  '芳', '娜', '敏', '静', '丽', '艳', '娟', '霞', '秀', '燕', '玲', '桂', '欣', '怡', '雨', '婷', '倩', '雪', '梅', '晓', '琳',
  '佳', '慧', '颖', '洁',
]
const maleNames = [
  '伟', '强', '磊', '军', '洋', '勇', '杰', '涛', '明', '超', '刚', '平', '辉', '鹏', '华', '飞', '鑫', '波', '斌', '宇', '浩',
  '凯', '健', '俊', '帆',
]
const childNames = ['豆豆', '乐乐', '糖糖', '小米', '一一', '果果', '朵朵', '大宝', '可乐', '安安', '毛毛', '圆圆']
const poetic = [
  '云淡风轻', '岁月静好', '且听风吟', '向阳而生', '平安是福', '花开富贵', '星辰大海', '南风知我意', '半夏微凉', '人间烟火', '知足常乐', '一念花开',
  '山河故人', '晚风', '听雨', '清欢', '浅笑', '时光', '简单', '天道酬勤', '海阔天空', '静水流深', '落日飞车', '月亮邮递员',
]
const english = [
  'Linda', 'Jason', 'Amy 🐰', 'Kevin.Z', 'Cindy', 'Leo', 'Vivian', 'Tony老师', 'Sunny', 'momo', 'Eric', 'COCO',
]
const adjectives = ['爱吃鱼', '会飞', '快乐', '不吃香菜', '努力搬砖', '早睡早起', '佛系', '追风']
const creatures = ['猫', '小熊', '少年', '柠檬', '打工人', '兔子', '企鹅', '仙女']
const emoji = ['🌸', '🍀', '☀️', '🐱', '🌊', '✨', '🍑', '🌻', '🎈', '💪', '🐶', '🍓', '🌙', '🚗']
const signatures = [
  '努力生活，热爱自己', '忙，有事留言', '专注建材二十年', '相信美好的事情即将发生', '今天也要加油鸭', '不负韶华', '心若向阳，无畏悲伤', '电话微信同号',
  '随遇而安', '生活明朗，万物可爱', '孩子是我的全世界', '早起的鸟儿有虫吃', '。', '勿扰',
]
const labels = ['老客户', '已成交', '意向高', '待跟进', '转介绍', '价格敏感', '同城', '群友', 'VIP', '投诉过', '活动来的']
const remarkEnds: Record<Trade, readonly string[]> = {
  shop: ['围巾', '老客户', '复购3次', '四件套', '直播间来的'], homes: ['看滨江三居', '租客', '翡翠湾业主', '预算300万', '学区房'],
  school: ['初二数学', '雅思7分', '梓涵家长', '试听过', '续班'], beauty: ['水光卡', '年卡', '敏感肌', '美甲', '周末来'],
  cars: ['凯美瑞', '保养套餐', '车险12月', '会员', '轮胎'], travel: ['云南四人', '团建', '亲子', '老客', '民宿'],
}
/** DOMAIN, source; a million and more: the other side added us. */
const sources: readonly (readonly [number, number])[] = [
  [3, 15], [14, 20], [1_000_014, 8], [15, 10], [1_000_015, 12], [17, 12], [30, 15], [1_000_030, 14], [13, 6],
  [18, 3], [1, 3],
]
