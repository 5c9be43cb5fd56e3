import { html } from 'lit'
import type { RowOf } from '../../protocol/resource.ts'
import { type devices, setupStates } from '../../protocol/resources/device.ts'
import type { Admin } from '../data/admin.ts'
import { copyText } from '../data/copy-text.ts'
import { fullTime } from '../data/time-text.ts'
import { icon } from '../elements/icon.ts'
import { factList } from '../elements/side-drawer.ts'
import './device-ledger.ts'

type DeviceRow = RowOf<typeof devices>

/** DEV-3, DEV-4: one phone, where it is, and what it was asked to do. */
export function deviceDrawer(row: DeviceRow, admin: Admin) {
  return html`${factList([
    ['在线状态', row.online ? '在线' : '离线'], ['登录微信', row.accounts.join('、')], ['微信版本', row.wechatVersion],
    ['设置状态', html`<span data-testid="setup-state">${setupStates[row.setup]}</span>`], ['IMEI', row.imei],
    ['品牌型号', `${row.brand} ${row.model}`.trim()], ['系统版本', row.os], ['软件版本', row.client],
    ['设备分组', row.group], ['保管者', row.keeper], ['部门', row.department],
    ['电量', row.battery === null ? '' : `${row.battery}%`], ['ROOT', row.root ? '是' : '否'],
    ['XP', row.xposed ? '是' : '否'], ['坐标', place(row, admin)], ['网络', row.network],
    ['最近在线', row.seenMs === null ? '' : fullTime(row.seenMs)],
    ['绑定时间', row.enrolledMs === null ? '' : fullTime(row.enrolledMs)], ['设备编号', row.device],
  ])}<ark-device-ledger .admin=${admin} .device=${row.id}></ark-device-ledger>`
}

function place({ coordinates, place: at }: DeviceRow, { say }: Admin) {
  if (at === null) return ''
  const copy = async (): Promise<void> => {
    say(await copyText(coordinates) ? '坐标已复制' : '没能复制，请手动选择坐标')
  }
  return html`<span class="digits">${coordinates}</span>
    <button type="button" class="icon-button" data-testid="copy-place" aria-label="复制坐标" title="复制坐标"
      @click=${() => void copy()}>${icon('copy')}</button>
    <a data-testid="map" href=${mapUrl(at)} target="_blank" rel="noreferrer noopener">在地图中查看</a>`
}

/** Phones report WGS 84; the map's own grid is another. */
function mapUrl({ latitudeE6, longitudeE6 }: NonNullable<DeviceRow['place']>): string {
  const position = `${longitudeE6 / 1e6},${latitudeE6 / 1e6}`
  return `https://uri.amap.com/marker?${new URLSearchParams({ position, coordinate: 'wgs84' }).toString()}`
}
