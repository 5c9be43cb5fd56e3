import type { DeviceGroupId, UserId } from '../ids.ts'
import {
  booleanColumn, choice, choiceColumn, department, integerColumn, listColumn, option, recordColumn, resource, search,
  textColumn, timeColumn, timeRange,
} from '../resource.ts'

/** Whether a phone does what was last set for it. */
export const setupStates = { applied: '已生效', applying: '正在应用', waiting: '上线后生效' } as const

export interface DevicePlace { latitudeE6: number; longitudeE6: number }

/** DEV-1, DEV-3, DEV-4: 设备管理. */
export const devices = resource({
  name: 'devices', title: '设备管理', permission: 'devices', live: ['devices', 'accounts', 'commands'],
  columns: {
    online: booleanColumn('在线状态', { yes: '在线', no: '离线' }),
    remark: textColumn('设备备注'),
    imei: textColumn('IMEI'),
    accounts: listColumn('登录微信'),
    wechatVersion: textColumn('微信版本'),
    group: textColumn('设备分组'),
    keeper: textColumn('保管者'),
    department: textColumn('部门', 'offered'),
    battery: integerColumn('电量(%)'),
    root: booleanColumn('ROOT', { yes: '是', no: '否' }),
    xposed: booleanColumn('XP', { yes: '是', no: '否' }),
    coordinates: textColumn('坐标'),
    brand: textColumn('品牌'),
    model: textColumn('型号'),
    os: textColumn('系统版本'),
    client: textColumn('软件版本'),
    network: textColumn('网络', 'offered'),
    seenMs: timeColumn('最近在线'),
    enrolledMs: timeColumn('绑定时间', 'offered'),
    revoked: booleanColumn('已删除', { yes: '已删除', no: '使用中' }, 'offered'),
    setup: choiceColumn('设置状态', setupStates, 'offered'),
    device: textColumn('设备编号', 'offered'),
    keeperId: recordColumn<UserId>('保管者编号'),
    groupId: recordColumn<DeviceGroupId | null>('分组编号'),
    /** Who is logged in: ids with names. */
    accountRows: recordColumn<{ account: string; nickname: string; alias: string; avatar: string }[]>('微信'),
    place: recordColumn<DevicePlace | null>('位置'),
    version: recordColumn<number>('版本'),
  },
  filters: {
    search: search('搜索', 'IMEI / 备注 / 微信昵称 / 编号'),
    state: choice('在线状态', { online: '在线', offline: '离线' }),
    group: option('设备分组', 'deviceGroups'),
    keeper: option('保管者', 'users'),
    department: department(),
    brand: search('品牌', '品牌或型号'),
    /** Without it: only those in use. */
    revoked: choice('已删除', { no: '使用中', yes: '已删除' }),
    enrolled: timeRange('绑定时间'),
  },
  sorts: ['enrolledMs', 'seenMs', 'remark'],
  sort: { by: 'enrolledMs', descending: true },
})
