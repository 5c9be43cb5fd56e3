import { html } from 'lit'
import { removeGreetings } from '../../../../protocol/bulk/automation.ts'
import type { AccountId } from '../../../../protocol/ids.ts'
import { removeGreeting, setGreeting } from '../../../../protocol/operations/automation.ts'
import type { RowOf } from '../../../../protocol/resource.ts'
import { automation } from '../../../../protocol/resources/automation.ts'
import { ask, bulk } from '../../actions.ts'
import { accountCells } from '../../automation-cells.ts'
import '../../greeting-dialog.ts'
import { definePage } from '../../page.ts'

type AccountRow = RowOf<typeof automation>

const common = '这个微信的新好友改为收到「自动回复」里的通用消息。'

export default definePage({
  path: 'auto-replies-plus', title: '自动回复 Plus', group: '工作手机', icon: 'autoReply', words: '新好友 单独设置',
  resource: automation, columns: ['nickname', 'online', 'greeting', 'group', 'keeper', 'wxid', 'department'],
  filters: ['search', 'own', 'group', 'keeper', 'department'],
  widths: { nickname: 220, online: 80, greeting: 170, group: 110, keeper: 100 },
  cells: {
    ...accountCells,
    greeting: ({ greeting }) => greeting === null ? html`<span class="quiet">使用通用规则</span>`
      : greeting === 0 ? '单独设置：不发送' : `单独设置：${greeting} 条消息`,
  },
  actions: [
    {
      on: 'row', name: setGreeting.name, title: '设置', icon: 'pencil', permission: setGreeting.permission,
      open: (row, admin) => ({
        kind: 'view', view: (close) => html`<ark-greeting-dialog .admin=${admin} .account=${row.id}
          .name=${(row as unknown as AccountRow).nickname} @closed=${close}></ark-greeting-dialog>`,
      }),
    },
    ask<AccountRow>(removeGreeting, {
      title: '恢复通用', icon: 'back', when: ({ greeting }) => greeting !== null,
    }, (row) => ({
      title: `「${row.nickname}」恢复通用规则？`, text: common, confirm: '恢复通用', done: '已恢复通用规则',
      run: ({ api }) => api.call(removeGreeting, { account: row.id as AccountId }),
    })),
    bulk(removeGreetings, { icon: 'back', text: '所选微信的新好友改为收到「自动回复」里的通用消息。' }),
  ],
  empty: { title: '还没有微信号', about: '工作手机连上并登录微信后，微信号就会出现在这里。' },
})
