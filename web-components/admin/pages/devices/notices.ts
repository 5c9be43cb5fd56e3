import { html } from 'lit'
import { sendNotice } from '../../../../protocol/operations/notices.ts'
import { notices } from '../../../../protocol/resources/notice.ts'
import { fullTime } from '../../../data/time-text.ts'
import { factList } from '../../../elements/side-drawer.ts'
import { create } from '../../actions.ts'
import type { Form } from '../../form.ts'
import '../../notice-receipts.ts'
import { definePage } from '../../page.ts'

/** NOTE-1. */
export default definePage({
  path: 'notices', title: '发起通知', group: '工作手机', icon: 'send', words: '系统消息 公告 系统通知',
  resource: notices,
  widths: { sentMs: 150, by: 110, seats: 100, confirmed: 100, waiting: 100 },
  actions: [create(sendNotice, newNotice, '发起通知')],
  drawer: {
    title: ({ text }) => text,
    render: (row, admin) => html`${factList([
      ['通知内容', row.text], ['发送人', row.by], ['发送时间', row.sentMs === null ? '' : fullTime(row.sentMs)],
      ['发送人数', row.seats], ['已确认', row.confirmed], ['未确认', row.waiting],
    ])}<ark-notice-receipts .admin=${admin} notice=${row.id}></ark-notice-receipts>`,
  },
  empty: { title: '还没有通知', about: '给所有在线坐席发一条系统消息，它会在客服端右上角弹出，坐席确认后记录在这里。' },
})

function newNotice(): Form {
  return {
    title: '发起通知', submitText: '发送', done: '通知已发送', values: { offline: false },
    about: '系统消息：会在所有在线坐席的客服端右上角弹出，坐席确认后关闭。',
    fields: [
      { name: 'text', title: '通知内容', kind: 'textarea', required: true, wide: true, placeholder: '最多 300 个汉字' },
      { name: 'offline', title: '也发给不在线的坐席', kind: 'switch', wide: true, hint: '他们下次打开客服端时看到' },
    ],
    submit: ({ text, offline }, { admin }) => admin.api.call(sendNotice, {
      text: String(text).trim(), offline: offline === true,
    }),
  }
}
