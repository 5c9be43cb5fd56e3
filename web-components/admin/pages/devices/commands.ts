import { html } from 'lit'
import { commands } from '../../../../protocol/resources/command.ts'
import { commandFaultText } from '../../../data/command-fault-text.ts'
import { fullTime } from '../../../data/time-text.ts'
import { factList } from '../../../elements/side-drawer.ts'
import { exportRows } from '../../actions.ts'
import { definePage } from '../../page.ts'

export default definePage({
  path: 'commands', title: '设备指令', group: '工作手机', icon: 'send', words: '清空 同步 更新 安装 进度', resource: commands,
  widths: { requestedMs: 148, command: 112, state: 112, progress: 120, user: 96 },
  cells: { reason: (row) => {
    const text = commandFaultText(row)
    return html`<span class="cut" title=${text}>${text || '—'}</span>`
  } },
  actions: [exportRows],
  drawer: {
    title: ({ device, deviceId }) => device || deviceId,
    render: (row) => html`${factList([
      ['指令', commands.columns.command.choices?.[row.command]], ['状态', commands.columns.state.choices?.[row.state]],
      ['进度', row.progress], ['说明', commandFaultText(row)], ['操作人', row.user], ['保管者', row.keeper],
      ['时间', timeText(row.requestedMs)], ['有效期至', timeText(row.expiresMs)], ['设备编号', row.deviceId],
    ])}`,
  },
  empty: { title: '还没有设备指令', about: '对手机做的设置、清空、同步、更新和安装，以及每部手机的结果，都会出现在这里。' },
})

function timeText(atMs: number | null): string {
  return atMs === null ? '' : fullTime(atMs)
}
