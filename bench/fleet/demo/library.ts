import type { Motif } from '../media/pictures.ts'

/** A message of a reply; pictures and voices come out of the demo's pool. */
export type DemoPart =
  | { type: 'text'; text: string }
  | { type: 'picture'; motif: Motif }
  | { type: 'voice' }
  | { type: 'file'; name: string }
  | { type: 'link'; title: string; url: string; description: string; motif: Motif }

export interface DemoReplyGroup {
  name: string
  /** A department's name; a person's login name; neither: public. */
  department?: string
  owner?: string
  replies: readonly (readonly [title: string, ...parts: DemoPart[]])[]
}

const text = (words: string): DemoPart => ({ type: 'text', text: words })

export const replyGroups: readonly DemoReplyGroup[] = [
  { name: '问候与接待', replies: [
    ['欢迎语', text('{客户昵称},您好[微笑]\n我是{微信昵称}的{我的姓名},很高兴为您服务,请问有什么可以帮到您?')],
    ['稍等一下', text('好的,我帮您查一下,请稍等片刻~')],
    ['加为好友后', text('{客户昵称},感谢您的信任!以后有任何问题随时找我,看到消息会第一时间回复您。'), { type: 'voice' }],
    ['下班留言', text('您好,现在是休息时间(9:00–21:00 在线),您的问题我记下了,明早第一时间回复您[抱拳]')],
    ['感谢支持', text('感谢您的支持与信任[玫瑰]祝您生活愉快!')],
  ] },
  { name: '地址与时间', replies: [
    ['门店地址', text('我们的地址是:滨江区江南大道 228 号 1 楼,地铁 1 号线江陵路站 C 口出,步行 5 分钟就到。'),
      { type: 'picture', motif: 'room' }],
    ['营业时间', text('门店每天 10:00–22:00 营业,节假日不休息。您哪天方便,我帮您提前预约?')],
  ] },
  { name: '发货与物流', department: '售前咨询组', replies: [
    ['什么时候发货', text('亲,现货下午 4 点前下单当天发出,一般 2–3 天送到哦[愉快]')],
    ['包邮说明', text('全场满 99 元包邮(新疆、西藏除外),不满 99 元邮费 8 元。')],
    ['怎么选尺寸', text('您量一下床的长和宽告诉我,我帮您选合适的尺寸,1.5 米床一般选 200×230 的被套。')],
  ] },
  { name: '退换与售后', department: '售后服务组', replies: [
    ['七天无理由', text('支持七天无理由退换,商品没有洗过、不影响二次销售就可以,退换的运费险我们已经为您买好。')],
    ['退货地址', text('退货请寄:杭州市余杭区良睦路 1288 号 2 号仓,收件人「售后组」,电话 0571-8800 0000,包裹里请放一张写有订单号的纸条。')],
  ] },
  { name: '看房与房源', department: '房产销售组', replies: [
    ['预约看房', text('{客户昵称},您看这周六上午或者周日下午方便吗?我提前跟业主约好时间,带您实地看看。')],
    ['最新房源', text('{客户备注},这是刚上的三室两厅,南北通透,您看看效果图:'), { type: 'picture', motif: 'room' }, {
      type: 'link', title: '云栖置业 · 本周新上房源', url: 'https://example.com/houses', description: '滨江、城西 12 套精选',
      motif: 'room',
    }],
    ['贷款怎么办', text('首套商贷首付最低 15%,利率以银行当天为准。您把月收入和想买的总价告诉我,我帮您算一下月供。')],
    ['购房资料', text('办理贷款需要准备的材料我整理好了,您照着准备就可以:'), { type: 'file', name: '购房资料清单.pdf' }],
  ] },
  { name: '课程与试听', department: '课程顾问组', replies: [
    ['试听课', text('我们可以先安排一节免费试听,老师会做一次测评,您看孩子哪天有空?')],
    ['课程大纲', text('这是本学期的课程大纲,您看一下:'), { type: 'file', name: '课程大纲.pdf' }],
  ] },
  { name: '我的常用', owner: 'admin', replies: [
    ['在的', text('在的,您请说~')], ['收到', text('收到,我马上处理[OK]')],
  ] },
  { name: '我的常用', owner: 'chenjie', replies: [
    ['带看提醒', text('{客户昵称},明天上午十点在小区南门见,我穿白衬衫,到了给我发消息。')], ['随时联系', text('有合适的房子我第一时间发您[握手]')],
  ] },
]

export interface DemoMaterialGroup {
  name: string
  department?: string
  pictures: readonly (readonly [title: string, motif: Motif])[]
  voices: readonly string[]
}

export const materialGroups: readonly DemoMaterialGroup[] = [
  { name: '品牌宣传', voices: ['欢迎语音', '节日问候'], pictures: [
    ['品牌海报', 'hills'], ['新年祝福', 'hills'], ['门店外景', 'room'],
  ] },
  { name: '房源图片', department: '房产销售组', voices: [], pictures: [
    ['三室两厅 客厅', 'room'], ['三室两厅 外立面', 'room'], ['小区中庭', 'hills'],
  ] },
]
