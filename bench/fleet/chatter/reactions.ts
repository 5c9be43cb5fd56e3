import type { Trade } from './script.ts'

/**
 * How a customer answers what an agent wrote: the first rule whose words occur wins, so special ones stand
 * first.
 */
export interface Reaction {
  words: RegExp
  /** In one trade only. */
  trade?: Trade
  /** Each a short run of messages; `[kind …]` and slots as in scripts. */
  answers: readonly (readonly string[])[]
}

export const reactions: readonly Reaction[] = [
  { words: /拜拜|再见|晚安|不打扰/, answers: [['好的，再见'], ['拜拜[挥手]'], ['晚安[月亮]'], []] },
  { words: /抱歉|不好意思|对不起|添麻烦/, answers: [
    ['没事没事'], ['没关系，能解决就行'], ['好吧，下次注意点哈'], ['理解，不过希望快一点'], ['嗯，那怎么处理呢？'],
  ] },
  { words: /谢谢|感谢|辛苦/, answers: [['不客气'], ['应该的[愉快]'], ['客气啦'], ['[emoji 抱拳]'], []] },
  { words: /退款|退货|退钱|换货|补发/, answers: [
    ['好的，那大概几天能到账？'], ['那我现在申请？', '[picture]'], ['运费算谁的呀'], ['行，我今天寄出去'],
    ['可以，就按你说的办'],
  ] },
  { words: /发货|快递|物流|单号|派送|包裹/, answers: [
    ['好，大概什么时候能到？'], ['能发顺丰吗，补差价也行'], ['单号发我一下呗'], ['行，麻烦尽快', '急用'],
    ['到了我给你反馈[OK]'],
  ] },
  { words: /价格|多少钱|优惠|便宜|打折|活动|券|元|[¥￥]|万/, answers: [
    ['能再优惠点吗？'], ['有点贵，我再看看'], ['还有别的活动不'], ['行，这个价可以'], ['那老客户还能再减点不[呲牙]'],
    ['我看别家便宜不少呢', '[picture]'], ['好，就这个了，怎么付'],
  ] },
  { words: /地址|在哪|位置|定位|导航/, answers: [
    ['[location {road}]'], ['{city}{district}{road}{number}号'], ['发个定位给我吧'], ['好，我导航过去', '大概{minutes}分钟'],
  ] },
  { words: /电话|手机|号码|联系方式/, answers: [['138****{tail}'], ['微信联系就行'], ['你打我电话吧，现在方便'], ['[voice 4]']] },
  { words: /照片|图片|拍|截图|看一下|发我看/, answers: [
    ['[picture]', '你看看'], ['[picture]', '[picture]'], ['稍等，我拍一下', '[picture]'], ['现在不在家，晚上拍给你'],
  ] },
  { words: /语音|方便接|打给/, answers: [['[voice 8]'], ['不方便语音，打字吧'], ['可以，现在打']] },
  { words: /几点|什么时候|哪天|预约|时间|明天|今天|周[一二三四五六日]/, answers: [
    ['{weekday}下午{hour}点可以吗'], ['我都行，看你方便'], ['{hour}点左右吧'], ['今天来不及了，明天吧'], ['周末有空'],
    ['好的，那就定了'],
  ] },
  { words: /房|户型|楼层|小区|平米|看房/, trade: 'homes', answers: [
    ['采光好不好'], ['有电梯吗'], ['{weekday}能看房不'], ['首付大概要多少'], ['物业费贵吗', '车位好停不'],
  ] },
  { words: /孩子|作业|课|老师|成绩|试听/, trade: 'school', answers: [
    ['好的老师'], ['他最近确实有点贪玩'], ['{weekday}的课能调到上午吗'], ['谢谢老师，费心了[玫瑰]'], ['那我先试听一节吧'],
  ] },
  { words: /皮肤|护理|补水|敏感|疗程|卡/, trade: 'beauty', answers: [
    ['会不会过敏呀'], ['那我约{weekday}'], ['一次要多久'], ['卡里还有几次来着'], ['好呀好呀[爱心]'],
  ] },
  { words: /保养|机油|轮胎|刹车|车险|工位/, trade: 'cars', answers: [
    ['要多久能弄好'], ['是原厂件吗'], ['浙A{plate}'], ['行，那我现在过去'], ['质保多久'],
  ] },
  { words: /酒店|行程|门票|司机|房型|出发/, trade: 'travel', answers: [
    ['老人小孩会不会太累'], ['含早餐吗'], ['那边天气怎么样'], ['可以，我跟家里人说一声'], ['可以带狗吗'],
  ] },
  { words: /码|尺|颜色|款|面料|库存/, trade: 'shop', answers: [
    ['我{height}，{weight}斤穿什么码'], ['{color}还有吗'], ['会缩水吗'], ['好，那就拍{size}码'], ['实物有色差不'],
  ] },
  { words: /[?？]|吗|呢|要不要|需不需要|是否|哪个/, answers: [
    ['可以的'], ['嗯嗯，是的'], ['我想想哈'], ['都行，你推荐一个吧'], ['不用了，谢谢'], ['要的要的'], ['这个我不太懂，你说了算'],
  ] },
  { words: /好的|收到|没问题|OK|可以|马上|稍等|安排/i, answers: [
    ['好的，等你消息'], ['嗯嗯'], ['[emoji OK]'], ['辛苦啦'], ['麻烦你了[抱拳]'], ['好滴', '不急'], [],
  ] },
  { words: /您好|你好|在的|欢迎|早上好|下午好|晚上好|哈喽|hello|hi/i, answers: [
    ['你好，想咨询一下'], ['在的'], ['您好您好', '就是上次问的那个事'], ['[emoji 你好]', '想问下{item}还有吗'],
  ] },
]

/** Nothing fits: people say something anyway. */
export const otherwise: readonly (readonly string[])[] = [
  ['嗯嗯'], ['好的'], ['哦哦，这样啊'], ['明白了'], ['行'], ['哈哈哈'], ['[emoji 思考]', '我再想想'], ['可以'],
  ['好的，那先这样'], ['那我等你消息'], ['[voice 3]'], ['有道理'],
]

/** To a picture, a file, a link… from us. */
export const toMedia: readonly (readonly string[])[] = [
  ['收到'], ['看到了，挺好的'], ['不错[强]'], ['图片有点糊，有清楚的吗'], ['好的，我看看'], ['这个多少钱'], ['[emoji 赞]'],
  ['好看！'],
]
