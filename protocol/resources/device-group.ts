import { integerColumn, recordColumn, resource, search, textColumn, timeColumn } from '../resource.ts'

/** DEVG-1: 设备分组. */
export const deviceGroups = resource({
  name: 'deviceGroups', title: '设备分组', permission: 'devices', live: ['groups', 'devices'],
  columns: {
    name: textColumn('分组名称'),
    remark: textColumn('备注'),
    devices: integerColumn('设备数'),
    createdMs: timeColumn('创建时间'),
    version: recordColumn<number>('版本'),
  },
  filters: { search: search('搜索', '分组名称 / 备注') },
  sorts: ['name', 'createdMs'],
  sort: { by: 'createdMs', descending: false },
})
