import { type Settings, changeSettings } from '../../protocol/operations/device-setup.ts'
import { messageTypeTitles } from '../../protocol/resources/message.ts'
import type { Form, FormField, FormValues } from './form.ts'

/** A part of the settings that is shown and changed together. */
export interface SettingsPart {
  readonly name: 'phones' | 'masking' | 'quiet'
  readonly title: string
  readonly about: string
  readonly fields: readonly FormField[]
  readonly facts: (settings: Settings) => [string, string][]
  /** What the hub is told, where it isn't what stands in the fields. */
  readonly input?: (values: FormValues) => FormValues
}

const pattern = '正则表达式，留空则不屏蔽'

export const settingsParts: readonly SettingsPart[] = [
  {
    name: 'phones', title: '图片与自由模式', about: '在线的手机立即生效，离线的手机上线后生效。',
    fields: [
      { name: 'fullRoomPictures', title: '保存群图片', kind: 'switch', wide: true,
        hint: '打开后群聊里收发的图片更清晰；关闭后图片较小，比较模糊' },
      { name: 'fullFriendPictures', title: '保存个人图片', kind: 'switch', wide: true,
        hint: '打开后和好友聊天时收发的图片更清晰；关闭后图片较小，比较模糊' },
      { name: 'freeMode', title: '工作手机自由模式', kind: 'switch', wide: true,
        hint: '打开后，系统内所有手机上和工作手机相关的功能都不能用' },
    ],
    facts: ({ fullRoomPictures, fullFriendPictures, freeMode }) => [
      ['保存群图片', onOff(fullRoomPictures)], ['保存个人图片', onOff(fullFriendPictures)],
      ['自由模式', onOff(freeMode)],
    ],
  },
  {
    name: 'masking', title: '手机、微信、客服端屏蔽', about: '正则表达式匹配到的内容逐字显示为 *。存下来的聊天记录不变。',
    fields: [
      { name: 'maskApps', title: '手机屏蔽', kind: 'textarea', wide: true, hint: `手机内的 APP；${pattern}` },
      { name: 'maskWechat', title: '微信屏蔽', kind: 'textarea', wide: true, hint: `手机上的微信；${pattern}` },
      { name: 'maskConsole', title: '客服端屏蔽', kind: 'textarea', wide: true, hint: `客服工作台里的聊天；${pattern}` },
    ],
    facts: ({ maskApps, maskWechat, maskConsole }) => [
      ['手机屏蔽', maskApps ?? '不屏蔽'], ['微信屏蔽', maskWechat ?? '不屏蔽'], ['客服端屏蔽', maskConsole ?? '不屏蔽'],
    ],
  },
  {
    name: 'quiet', title: '消息不提示红点', about: '客户发来的这些消息不显示在坐席的对话框里，也不提醒，只能在聊天记录里查看。从保存之后收到的消息起生效。',
    fields: [
      { name: 'quietTypes', title: '不提示的消息类型', kind: 'ticks', choices: messageTypeTitles, wide: true },
      { name: 'quietWords', title: '包含关键词不提示', kind: 'textarea', wide: true, hint: '多个关键词以逗号分隔，例如：活动,打折' },
    ],
    input: ({ quietTypes, quietWords }) => ({ quietTypes, quietWords: wordsOf(quietWords) }),
    facts: ({ quietTypes, quietWords }) => [
      ['消息类型', quietTypes.map((type) => messageTypeTitles[type]).join('、') || '都提示'],
      ['关键词', quietWords.join('、') || '没有'],
    ],
  },
]

export function settingsForm(part: SettingsPart, settings: Settings): Form {
  const read = (from: Record<string, unknown>): FormValues =>
    Object.fromEntries(part.fields.map(({ name, kind }) => [name, shown(from[name], kind)]))
  return {
    title: part.title, fields: part.fields, values: read({ ...settings }), version: settings.version, read,
    done: '系统设置已保存', submitText: '保存',
    submit: (values, { admin, version }) => {
      return admin.api.call(changeSettings, { ...part.input?.(values) ?? values, version })
    },
  }
}

/** A list of words is one text with commas. */
function shown(value: unknown, kind: FormField['kind']): unknown {
  return Array.isArray(value) && kind === 'textarea' ? value.join(',') : value ?? ''
}

function wordsOf(text: unknown): string[] {
  const words = String(text).split(/[,，\n]/u).map((word) => word.trim()).filter((word) => word !== '')
  return [...new Set(words)]
}

const onOff = (on: boolean): string => (on ? '已打开' : '已关闭')
