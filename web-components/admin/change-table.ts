import { html } from 'lit'
import { fullTime } from '../data/time-text.ts'

type Values = Record<string, unknown> | null

/** Before and after, field by field; what stayed the same is left out. */
export function changeTable({ before, after }: { before: Values; after: Values }) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .filter((name) => textOf(before?.[name]) !== textOf(after?.[name]))
  if (names.length === 0) return html`<p class="quiet">没有字段变化</p>`
  return html`<table class="plain changes"
    data-testid="changes"><thead><tr><th>字段</th><th>变更前</th><th>变更后</th></tr></thead>
    <tbody>${names.map((name) => html`<tr><th scope="row">${titles[name] ?? name}</th>
      <td class="was">${valueText(name, before?.[name])}</td><td
        class="is">${valueText(name, after?.[name])}</td></tr>`)}</tbody></table>`
}

function valueText(name: string, value: unknown): string {
  return name.endsWith('Ms') && typeof value === 'number' ? fullTime(value) : textOf(value)
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (Array.isArray(value)) return value.map(textOf).join('、') || '—'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const titles: Partial<Record<string, string>> = {
  name: '名称', remark: '备注', parent: '父级部门', permissions: '权限', loginName: '账号', realName: '真实姓名',
  department: '部门', departmentId: '部门', phone: '手机号', email: '邮箱', disabled: '停用', keeper: '保管者', group: '分组',
  seat: '客服', fullRoomPictures: '保存群图片', fullFriendPictures: '保存个人图片', freeMode: '自由模式',
  maskApps: '手机屏蔽', maskWechat: '微信屏蔽', maskConsole: '客服端屏蔽',
  expiresAtMs: '失效时间', quietTypes: '不提示的消息类型', quietWords: '不提示的关键词', switches: '权限', visibleApps: '可见APP',
  scope: '分配哪些好友和群', groups: '微信分组', accounts: '微信号', target: '分配给谁', departments: '指定部门', turns: '分配次序',
  onlineOnly: '只分配给在线客服', enabled: '启用', perDay: '每天分配上限', byRules: '按规则分配',
  place: '次序', version: '版本', title: '标题', action: '操作', revoked: '已删除', format: '格式', columns: '列', rows: '条数',
}
