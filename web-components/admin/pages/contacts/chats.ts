import { html } from 'lit'
import { messages } from '../../../../protocol/resources/message.ts'
import { previewOf } from '../../../data/message-kinds.ts'
import { marked } from '../../../elements/marked.ts'
import { exportRows } from '../../actions.ts'
import { definePage } from '../../page.ts'
import '../../thread-around.ts'

export default definePage({
  path: 'chats', title: '聊天搜索', group: '微信号管理', icon: 'search', words: '聊天记录 消息 搜索', resource: messages,
  columns: ['atMs', 'account', 'peer', 'kind', 'sender', 'type', 'text', 'state'],
  widths: { atMs: 150, account: 130, peer: 140, kind: 64, sender: 110, type: 84, state: 84 },
  cells: {
    text: (row, { address }) => html`<span class="cut" title=${row.text}>${marked(previewOf(row),
      address.at.value.params.get('search') ?? '')}</span>`,
  },
  actions: [exportRows],
  drawer: {
    title: ({ peer, account }) => `${peer} · ${account}`,
    render: (row, { api, address }) => html`<ark-thread-around .api=${api} .hit=${row}
      .words=${address.at.value.params.get('search') ?? ''}></ark-thread-around>`,
  },
  empty: { title: '还没有聊天记录', about: '工作手机上的微信收发消息后，记录会出现在这里。新消息几秒后可以搜到。' },
})
