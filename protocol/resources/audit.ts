import {
  choiceColumn, option, recordColumn, resource, search, textColumn, timeColumn, timeRange,
} from '../resource.ts'
import type { UserId } from '../ids.ts'

export const subjectKinds = {
  user: '账号', department: '部门', device: '设备', deviceGroup: '设备分组', enrolment: '设备绑定码', job: '任务',
  account: '微信号', friend: '好友', chatroom: '微信群', group: '分组', setting: '系统设置',
  sensitiveWord: '敏感词', app: 'APP', command: '设备指令',
  automation: '自动通过和回复',
  quickReply: '快捷回复', material: '素材',
  assignmentRule: '分配规则',
  extensionField: '扩展字段', notice: '通知',
} as const
export type SubjectKind = keyof typeof subjectKinds

type Values = Record<string, unknown> | null

/** Who changed what, when, from where: 操作日志. Rows are only ever added. */
export const audit = resource({
  name: 'audit', title: '操作日志', permission: 'audit', live: ['audit'],
  columns: {
    atMs: timeColumn('时间'),
    user: textColumn('操作人'),
    operation: textColumn('操作'),
    subjectKind: choiceColumn('对象类型', subjectKinds),
    subjectTitle: textColumn('对象'),
    address: textColumn('IP 地址'),
    subject: textColumn('对象编号', 'offered'),
    userId: recordColumn<UserId | null>('操作人编号'),
    before: recordColumn<Values>('变更前'),
    after: recordColumn<Values>('变更后'),
  },
  filters: {
    search: search('搜索', '对象 / 编号 / 操作'),
    user: option('操作人', 'users'),
    subjectKind: { kind: 'choice', title: '对象类型', choices: subjectKinds },
    at: timeRange('时间'),
  },
  sorts: ['atMs'],
  sort: { by: 'atMs', descending: true },
})
