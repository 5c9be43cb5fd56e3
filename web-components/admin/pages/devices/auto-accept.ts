import { html } from 'lit'
import { setAutoAccepts } from '../../../../protocol/bulk/automation.ts'
import type { AccountId } from '../../../../protocol/ids.ts'
import { setAutoAccept } from '../../../../protocol/operations/automation.ts'
import type { RowOf } from '../../../../protocol/resource.ts'
import { automation } from '../../../../protocol/resources/automation.ts'
import { clock, dateTime } from '../../../data/time-text.ts'
import { bulk, edit, exportRows } from '../../actions.ts'
import { accountCells } from '../../automation-cells.ts'
import type { FormField, FormValues } from '../../form.ts'
import { definePage } from '../../page.ts'

type AccountRow = RowOf<typeof automation>

const advice = '新号最好少一些，老号可以多一些；一般 60 分钟通过 10 个以内。超出的等下一个周期，不会遗漏。'

/** As the manual advises. */
const usual = { enabled: true, periodMinutes: 60, perPeriod: 10 }

const fields: readonly FormField[] = [
  { name: 'enabled', title: '自动通过好友', kind: 'switch', wide: true, hint: '打开后，客户添加这个微信时自动通过' },
  { name: 'periodMinutes', title: '周期(分钟)', kind: 'number', min: 1, max: 1440, required: true },
  { name: 'perPeriod', title: '每周期自动通过好友数量', kind: 'number', min: 1, max: 1000, required: true },
]

export default definePage({
  path: 'auto-accept', title: '自动通过好友', group: '工作手机', icon: 'people', words: '好友请求 周期',
  resource: automation,
  columns: [
    'nickname', 'online', 'accepts', 'periodMinutes', 'perPeriod', 'used', 'waiting', 'keeper', 'group', 'pausedMs',
    'wxid', 'department',
  ],
  filters: ['search', 'accepts', 'group', 'keeper', 'department'],
  widths: {
    nickname: 190, online: 80, accepts: 116, periodMinutes: 92, perPeriod: 96, used: 108, waiting: 76, keeper: 92,
    group: 100, pausedMs: 132,
  },
  cells: {
    ...accountCells,
    accepts: ({ accepts, pausedMs }) => accepts && pausedMs !== null
      ? html`<span class="state" data-value="paused" title=${`微信提示操作太频繁，${dateTime(pausedMs)} 后继续`}>
        暂停至 ${clock(pausedMs)}</span>`
      : html`<span class="state dot" data-value=${accepts ? 'online' : 'offline'}>
        ${accepts ? '已开启' : '未开启'}</span>`,
    used: ({ accepts, used }) => accepts ? used : '—',
  },
  actions: [
    exportRows,
    edit<AccountRow>(setAutoAccept, (row) => ({
      title: `自动通过好友「${row.nickname}」`, about: advice, fields, submitText: '保存',
      values: {
        enabled: row.accepts, periodMinutes: row.periodMinutes ?? usual.periodMinutes,
        perPeriod: row.perPeriod ?? usual.perPeriod,
      },
      version: row.version, done: '已保存',
      submit: (values, { admin, version }) =>
        admin.api.call(setAutoAccept, { account: row.id as AccountId, version, ...inputOf(values) }),
    })),
    bulk(setAutoAccepts, { icon: 'people', text: advice, fields, values: usual, input: inputOf }),
  ],
  empty: { title: '还没有微信号', about: '工作手机连上并登录微信后，微信号就会出现在这里。' },
})

function inputOf({ enabled, periodMinutes, perPeriod }: FormValues) {
  return { enabled: enabled === true, periodMinutes: Number(periodMinutes), perPeriod: Number(perPeriod) }
}
