import { changeApp, createApp, deleteApp } from '../../../../protocol/operations/device-setup.ts'
import type { RowOf } from '../../../../protocol/resource.ts'
import { apps } from '../../../../protocol/resources/app.ts'
import { ask, create, edit } from '../../actions.ts'
import type { FormField } from '../../form.ts'
import { definePage } from '../../page.ts'

type AppRow = RowOf<typeof apps>

const titleField: FormField = { name: 'title', title: '应用名称', kind: 'text', required: true, wide: true }
const packageField: FormField = {
  name: 'app', title: '应用package', kind: 'text', required: true, wide: true, placeholder: 'com.tencent.mm',
}

export default definePage({
  path: 'apps', title: 'APP设置', group: '手机风控', icon: 'blocks', words: '应用 包名 package', resource: apps,
  actions: [
    create(createApp, () => ({
      title: '新增APP', fields: [titleField, packageField], values: {}, done: 'APP已新增',
      submit: (values, { admin }) =>
        admin.api.call(createApp, { app: textOf(values['app']), title: textOf(values['title']) }),
    }), '新增'),
    edit<AppRow>(changeApp, ({ app, title, version }) => ({
      title: `编辑APP「${title}」`, about: `包名 ${app}`, fields: [titleField], values: { title }, version, done: '已保存',
      read: (current) => ({ title: current['title'] }),
      submit: (values, given) =>
        given.admin.api.call(changeApp, { app, version: given.version, title: textOf(values['title']) }),
    })),
    ask<AppRow>(deleteApp, { title: '删除', icon: 'trash', danger: true }, ({ app, title, version }) => ({
      title: `删除APP「${title}」？`, text: '已经显示它的手机会继续显示，直到重新为手机选择APP。', confirm: '删除', danger: true, done: 'APP已删除',
      run: ({ api }) => api.call(deleteApp, { app, version }),
    })),
  ],
  empty: { title: '还没有APP', about: '添加应用名称和包名后，就能选择哪些手机显示它。' },
})

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
