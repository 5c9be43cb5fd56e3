import { html } from 'lit'
import '../../auto-replies-view.ts'
import { defineView } from '../../page.ts'

export default defineView({
  path: 'auto-replies', title: '自动回复', group: '工作手机', icon: 'autoReply', permission: 'automation',
  words: '关键词 匹配词 新好友 欢迎语',
  view: (admin) => html`<ark-auto-replies-view .admin=${admin}></ark-auto-replies-view>`,
})
