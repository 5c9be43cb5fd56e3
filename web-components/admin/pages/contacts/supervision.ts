import { html } from 'lit'
import { defineView } from '../../page.ts'

/** It lies in the agents' console, beside the conversations that are taken over. */
export default defineView({
  path: 'supervision', title: '会话监督', group: '微信号管理', icon: 'shield', permission: 'supervise',
  words: '实时 悄悄提示 接管 坐席',
  view: () => html`<div class="state-cover"><h1>会话监督</h1>
    <p>实时查看数据范围内坐席正在接待的会话，悄悄提示坐席，必要时接管。</p>
    <p><a class="button primary" href="/#supervision">在客服工作台打开</a></p></div>`,
})
