import type { devices as definition } from '../../protocol/resources/device.ts'
import { contains, holds, inDepartments, isAmong, msOf, peopleScope, withinMs } from '../filter-sql.ts'
import { source } from '../source.ts'

const loggedIn = 'from account a where a.device = v.id and a.logged_in'
const hasPlace = `v.status ? 'latitudeE6' and v.status ? 'longitudeE6'`
const degrees = (name: string): string => `round((v.status ->> '${name}')::numeric / 1000000, 6)`

export const devices = source<typeof definition>({
  from: `device v join app_user u on u.id = v.keeper join department d on d.id = u.department
    left join device_group g on g.id = v.device_group`,
  key: [{ sql: 'v.id', type: 'text' }],
  title: `coalesce(nullif(v.remark, ''), v.id)`,
  columns: {
    online: 'v.online', remark: 'v.remark', imei: `coalesce(v.info ->> 'imei', '')`,
    accounts: `array(select coalesce(nullif(a.nickname, ''), a.id) ${loggedIn} order by a.id)`,
    wechatVersion: `coalesce((select max(a.wechat_version) ${loggedIn}), '')`,
    group: `coalesce(g.name, '')`, keeper: 'u.real_name', department: 'd.name',
    battery: `(v.status ->> 'batteryPercent')::integer`,
    root: `coalesce((v.info ->> 'root')::boolean, false)`, xposed: `coalesce((v.info ->> 'xposed')::boolean, false)`,
    coordinates: `case when ${hasPlace} then ${degrees('latitudeE6')} || ',' || ${degrees('longitudeE6')} else '' end`,
    brand: `coalesce(v.info ->> 'brand', '')`, model: `coalesce(v.info ->> 'model', '')`,
    os: `coalesce(v.info ->> 'os', '')`, client: `coalesce(v.info ->> 'client', '')`,
    network: `coalesce(v.status ->> 'network', '')`, seenMs: 'v.seen_ms', enrolledMs: msOf('v.enrolled_at'),
    revoked: 'v.revoked_at is not null',
    setup: `case when v.applied_version >= v.config_version then 'applied' when v.online then 'applying'
      else 'waiting' end`, device: 'v.id', keeperId: 'v.keeper', groupId: 'v.device_group::text',
    accountRows: `(select coalesce(jsonb_agg(jsonb_build_object('account', a.id, 'nickname', a.nickname,
      'alias', a.alias, 'avatar', a.avatar) order by a.id), '[]') ${loggedIn})`,
    place: `case when ${hasPlace} then jsonb_build_object('latitudeE6', v.status -> 'latitudeE6',
      'longitudeE6', v.status -> 'longitudeE6') end`,
    version: 'v.version',
  },
  filters: {
    search: (value, bind) => {
      const ofDevice = contains('v.id', 'v.remark', `(v.info ->> 'imei')`, `(v.info ->> 'model')`)(value, bind)
      const ofAccount = contains('a.id', 'a.nickname', 'a.alias')(value, bind)
      return `(${ofDevice} or exists (select from account a where a.device = v.id and ${ofAccount}))`
    },
    state: holds({ online: 'v.online', offline: 'not v.online' }),
    group: isAmong('v.device_group', 'bigint'), keeper: isAmong('v.keeper'),
    department: inDepartments('u.department'), brand: contains(`(v.info ->> 'brand')`, `(v.info ->> 'model')`),
    revoked: holds({ no: 'v.revoked_at is null', yes: 'v.revoked_at is not null' }),
    enrolled: withinMs('v.enrolled_at'),
  },
  unless: { revoked: 'v.revoked_at is null' },
  sorts: {
    enrolledMs: { sql: 'v.enrolled_at', type: 'timestamptz' },
    seenMs: { sql: 'coalesce(v.seen_ms, 0)', type: 'bigint' },
    remark: { sql: 'v.remark', type: 'text' },
  },
  scope: (scope, bind) => peopleScope({ user: 'v.keeper', department: 'u.department' }, scope, bind),
})
