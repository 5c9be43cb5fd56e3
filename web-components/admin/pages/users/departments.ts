import { html } from 'lit'
import '../../departments-view.ts'
import { defineView } from '../../page.ts'

export default defineView({
  path: 'departments', title: '部门管理', group: '用户管理', icon: 'tree', permission: 'departments', words: '组织架构 默认权限',
  view: (admin) => html`<ark-departments-view .admin=${admin}></ark-departments-view>`,
})
