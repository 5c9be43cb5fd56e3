import { html } from 'lit'
import {
  importDeviceContacts, setDevicesApps, syncDeviceChats, wipeDevices,
} from '../../protocol/bulk/device-command.ts'
import { setDeviceSetup } from '../../protocol/operations/device-setup.ts'
import type { RowOf } from '../../protocol/resource.ts'
import type { devices } from '../../protocol/resources/device.ts'
import { bulk } from './actions.ts'
import { readContactLines } from './contact-lines.ts'
import type { FormValues } from './form.ts'
import type { Action } from './page.ts'
import './setup-dialog.ts'

type DeviceRow = RowOf<typeof devices>

/** DEV-6, DEV-7: the switches or the visible apps of one phone. */
export function deviceSetup(part: 'switches' | 'visibleApps', nameOf: (row: DeviceRow) => string): Action {
  const isSwitches = part === 'switches'
  return {
    on: 'row', name: `setup-${part}`, title: isSwitches ? '权限' : 'APP', icon: isSwitches ? 'shield' : 'phone',
    permission: setDeviceSetup.permission, when: (row) => !(row as unknown as DeviceRow).revoked,
    open: (row, admin) => ({
      kind: 'view', view: (close) => html`<ark-setup-dialog .admin=${admin} .device=${row.id}
        .kind=${part} .name=${nameOf(row as unknown as DeviceRow)} @closed=${close}></ark-setup-dialog>`,
    }),
  }
}

/** What the ticked phones are told; each phone's result stands in 设备指令. */
export const deviceBulk: readonly Action[] = [
  bulk(setDevicesApps, {
    icon: 'phone', text: '在线的手机立即生效，离线的在上线后生效。',
    fields: [{ name: 'apps', title: '可见APP', kind: 'multi', options: 'apps', hint: '不选则显示全部 APP' }],
    input: ({ apps }) => ({ apps: apps ?? [] }),
  }),
  bulk(importDeviceContacts, {
    icon: 'person', check: contactFaults, fields: [
      { name: 'clear', title: '先清空手机联系人', kind: 'switch', hint: '打开且不填联系人：删除手机上的全部联系人' },
      { name: 'lines', title: '联系人', kind: 'contacts', hint: '每行一个：姓名,号码' },
      { name: 'confirm', title: '输入「清空」确认删除全部联系人', kind: 'text', when: deletesAll },
    ],
    input: ({ clear, lines }) => ({ clear: clear === true, contacts: readContactLines(textOf(lines)).contacts }),
  }),
  bulk(syncDeviceChats, {
    icon: 'refresh', text: '手机把这段时间的聊天重新上传；需要手机在线，离线的在上线后开始。', check: rangeFaults,
    fields: [
      { name: 'from', title: '从', kind: 'date', required: true },
      { name: 'to', title: '到', kind: 'date', required: true },
    ],
    input: ({ from, to }) => ({ fromMs: dayMs(from), toMs: dayMs(to, 1) - 1 }),
  }),
  bulk(wipeDevices, {
    icon: 'trash', danger: true, text: '将清空手机微信的聊天记录，并退出所有微信账号；手机上的内容不能恢复。',
    fields: [{ name: 'confirm', title: '输入「清空」确认', kind: 'text', required: true }],
    check: wipeFaults, input: () => ({}),
  }),
]

const clearing = '清空'

function contactFaults({ clear, lines, confirm }: FormValues): Record<string, string> {
  const { contacts, faults } = readContactLines(textOf(lines))
  if (faults.length > 0) return { lines: faults.slice(0, 5).join('；') }
  if (contacts.length > importMax) return { lines: `一次最多 ${importMax} 个联系人` }
  if (contacts.length > 0) return {}
  return deletesAll({ clear, lines }) ? wipeFaults({ confirm }) : { lines: '请填写联系人' }
}

function deletesAll({ clear, lines }: FormValues): boolean {
  return clear === true && textOf(lines).trim() === ''
}

function wipeFaults({ confirm }: FormValues): Record<string, string> {
  return confirm === clearing ? {} : { confirm: `请输入「${clearing}」` }
}

/** As many as the hub takes in one bulk action. */
const importMax = 2_000

function rangeFaults({ from, to }: FormValues): Record<string, string> {
  return dayMs(from) > dayMs(to) ? { to: '结束日期早于开始日期' } : {}
}

/** The start of this day, or of one `later`, where the console is. */
function dayMs(date: unknown, later = 0): number {
  const [year = 0, month = 1, day = 1] = textOf(date).split('-').map(Number)
  return new Date(year, month - 1, day + later).getTime()
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
