import { integerColumn, recordColumn, resource, search, textColumn, timeColumn } from '../resource.ts'

/** APP-1: APP设置. */
export const apps = resource({
  name: 'apps', title: 'APP设置', permission: 'apps', live: ['apps'],
  columns: {
    title: textColumn('APP名称'),
    app: textColumn('包名'),
    devices: integerColumn('已勾选设备数'),
    createdMs: timeColumn('添加时间'),
    version: recordColumn<number>('版本'),
  },
  filters: { search: search('搜索', 'APP名称 / 包名') },
  sorts: ['title', 'createdMs'],
  sort: { by: 'createdMs', descending: false },
})
