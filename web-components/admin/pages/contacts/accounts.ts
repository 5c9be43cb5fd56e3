import { html } from 'lit'
import { removeAccounts, setAccountsGroup } from '../../../../protocol/bulk/account.ts'
import type { AccountId, ContactGroupId } from '../../../../protocol/ids.ts'
import { changeAccount, removeAccount } from '../../../../protocol/operations/accounts.ts'
import type { RowOf } from '../../../../protocol/resource.ts'
import { accounts } from '../../../../protocol/resources/account.ts'
import { fullTime } from '../../../data/time-text.ts'
import { avatar } from '../../../elements/avatar.ts'
import { factList } from '../../../elements/side-drawer.ts'
import { ask, bulk, edit, exportRows } from '../../actions.ts'
import { groupField, groupFill } from '../../contact-group-field.ts'
import type { Form, FormValues } from '../../form.ts'
import { definePage } from '../../page.ts'
import { placeLink } from '../../place-link.ts'

type AccountRow = RowOf<typeof accounts>

const group = groupField('微信分组', 'accountGroups')

const removal = '只是从列表里清除，聊天记录都保留；手机再次连接这个微信时，它会带着之前的记录回到列表。'

export default definePage({
  path: 'accounts', title: '微信列表', group: '微信号管理', icon: 'chats', words: '微信号 在线 离线 好友统计 对话统计',
  resource: accounts, filters: ['search', 'group', 'state', 'department', 'keeper', 'device'],
  columns: [
    'nickname', 'online', 'reasons', 'remark', 'friends', 'talksYesterday', 'talksWeek', 'talksMonth', 'group',
    'device', 'keeper', 'alias', 'phone', 'wxid', 'wechatVersion',
  ],
  widths: {
    nickname: 176, online: 80, reasons: 172, friends: 168, talksYesterday: 78, talksWeek: 78, talksMonth: 78,
    wechatVersion: 88,
  },
  cells: {
    nickname: ({ id, nickname, avatar: picture }) => html`<span class="with-avatar">
      ${avatar({ id, name: nickname, avatar: picture, size: 'tiny' })}
      <span class="cut" title=${nickname || id}>${nickname || id}</span></span>`,
    online: ({ online }) => html`<span class="state dot" data-value=${online ? 'online' : 'offline'}>
      ${online ? '在线' : '离线'}</span>`,
    friends: ({ id, friends, males, females }, admin) => html`
      ${placeLink({ path: 'friends', params: { account: id }, text: counted(friends), admin })}
      <small class="quiet">男 ${counted(males)} · 女 ${counted(females)}</small>`,
  },
  actions: [
    exportRows,
    edit<AccountRow>(changeAccount, changedAccount),
    ask<AccountRow>(removeAccount, { title: '删除', icon: 'trash', danger: true }, (row) => ({
      title: `删除微信「${nameOf(row)}」？`, confirm: '删除', danger: true, text: removal, done: `已删除「${nameOf(row)}」`,
      run: ({ api }) => api.call(removeAccount, { account: row.id as AccountId }),
    })),
    bulk(setAccountsGroup, groupFill('微信分组', 'accountGroups')),
    bulk(removeAccounts, { icon: 'trash', danger: true, text: removal }),
  ],
  drawer: {
    title: nameOf,
    render: (row, admin) => html`${factList([
      ['聊天记录', placeLink({ path: 'chats', params: { account: row.id }, text: '查看', admin })],
      ['在线状态', row.online ? '在线' : '离线'], ['状态说明', row.reasons.join('、')], ['昵称', row.nickname],
      ['备注', row.remark], ['微信ID', row.wxid], ['微信号', row.alias], ['绑定手机号', row.phone],
      ['微信版本', row.wechatVersion], ['微信分组', row.group],
      ['好友', `${counted(row.friends)}(男 ${counted(row.males)}，女 ${counted(row.females)})`],
      ['昨日对话', counted(row.talksYesterday)], ['7天对话', counted(row.talksWeek)], ['30天对话', counted(row.talksMonth)],
      ['登录手机', row.device], ['保管者', row.keeper], ['部门', row.department],
      ['手机最近在线', row.seenMs === null ? '' : fullTime(row.seenMs)],
    ])}<h3>统计说明</h3><p class="quiet">好友不含已删除的；对话是有消息往来的好友和群的个数，按整天统计到昨天。</p>`,
  },
  empty: { title: '还没有微信号', about: '工作手机连上并登录微信后，微信号就会出现在这里。' },
})

/** What people call this account: the managers' remark, or its own name. */
function nameOf({ remark, nickname, id }: Pick<AccountRow, 'remark' | 'nickname' | 'id'>): string {
  return remark || nickname || id
}

function changedAccount(row: AccountRow): Form {
  return {
    title: `编辑微信「${nameOf(row)}」`, values: { remark: row.remark, group: row.groupId ?? '' }, version: row.version,
    done: '已保存', read: readStored,
    fields: [{ name: 'remark', title: '备注', kind: 'text', wide: true, hint: '只在这里显示，微信里看不到' }, group],
    submit: ({ remark, group: chosen }, { admin, version }) => admin.api.call(changeAccount, {
      account: row.id as AccountId, version, remark: remark as string,
      group: chosen === '' ? null : chosen as ContactGroupId | null, ungrouped: chosen === '' || chosen === null,
    }),
  }
}

function readStored({ remark, group: chosen }: FormValues): FormValues {
  return { remark, group: chosen ?? '' }
}

function counted(count: number | null): string {
  return (count ?? 0).toLocaleString('zh-CN')
}
