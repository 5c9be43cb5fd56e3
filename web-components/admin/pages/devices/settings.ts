import { html } from 'lit'
import { defineView } from '../../page.ts'
import '../../settings-view.ts'

export default defineView({
  path: 'settings', title: '系统设置', group: '工作手机', icon: 'sliders', permission: 'settings',
  words: '群图片 个人图片 自由模式 屏蔽 正则 红点 关键词',
  view: (admin) => html`<ark-settings-view .admin=${admin}></ark-settings-view>`,
})
