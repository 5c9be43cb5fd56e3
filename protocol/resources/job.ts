import type { UserId } from '../ids.ts'
import {
  choice, choiceColumn, integerColumn, option, recordColumn, resource, textColumn, timeColumn, timeRange,
} from '../resource.ts'

export const jobKinds = { export: '导出', import: '导入', bulk: '批量操作' } as const
export type JobKind = keyof typeof jobKinds

export const jobStates = {
  waiting: '排队中', running: '进行中', succeeded: '已完成', failed: '失败', cancelled: '已取消',
} as const
export type JobState = keyof typeof jobStates

/** Everybody's own; managers see those of the people they see. */
export const jobs = resource({
  name: 'jobs', title: '任务中心', permission: 'signedIn', live: ['jobs'],
  columns: {
    title: textColumn('任务'),
    kind: choiceColumn('类型', jobKinds),
    state: choiceColumn('状态', jobStates),
    done: integerColumn('已完成'),
    total: integerColumn('总数'),
    failed: integerColumn('失败数'),
    owner: textColumn('发起人'),
    createdMs: timeColumn('创建时间'),
    finishedMs: timeColumn('完成时间'),
    /** Of the file; null without one, or when it has gone. */
    expiresMs: timeColumn('文件有效期'),
    fileBytes: integerColumn('文件大小', 'offered'),
    reason: textColumn('说明'),
    ownerId: recordColumn<UserId>('发起人编号'),
    cancelling: recordColumn<boolean>('取消中'),
  },
  filters: {
    kind: choice('类型', jobKinds),
    state: choice('状态', jobStates),
    owner: option('发起人', 'users'),
    created: timeRange('创建时间'),
  },
  sorts: ['createdMs'],
  sort: { by: 'createdMs', descending: true },
})
