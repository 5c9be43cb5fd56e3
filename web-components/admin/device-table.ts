import { css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { DeviceRow } from '../../protocol/operations/device.ts'
import { fullTime } from '../data/time-text.ts'
import { deviceName, deviceState, modelText, seenText, stateTexts } from './device-text.ts'

export interface DeviceTable {
  rows: readonly DeviceRow[]
  nowMs: number
  onRemove: (row: DeviceRow) => void
}

export function deviceTable({ rows, nowMs, onRemove }: DeviceTable) {
  return html`<div class="scroll" role="region" aria-label="手机列表" tabindex="0"><table>
    <thead><tr><th>手机</th><th>状态</th><th>保管人</th><th>微信号</th><th>最近在线</th>
      <th><span class="only-read">操作</span></th></tr></thead>
    <tbody>${repeat(rows, ({ device }) => device, (row) => deviceLine(row, { nowMs, onRemove }))}</tbody>
  </table></div>`
}

function deviceLine(row: DeviceRow, { nowMs, onRemove }: Omit<DeviceTable, 'rows'>) {
  const [name, model, state] = [deviceName(row), modelText(row), deviceState(row)]
  return html`<tr data-testid="device-row" data-device=${row.device} data-state=${state}>
    <th scope="row"><span class="name cut" title=${`编号 ${row.device}`}>${name}</span>
      ${model === '' || model === name ? nothing : html`<span class="model cut">${model}</span>`}</th>
    <td><span class="state"><i></i>${stateTexts[state]}</span></td>
    <td>${row.keeper}</td>
    <td class="accounts">${row.accounts.length === 0
      ? html`<span class="none">${state === 'revoked' ? '' : '未登录'}</span>`
      : row.accounts.map((account) => html`<span>${account}</span>`)}</td>
    <td class="seen" title=${row.lastSeenMs === null ? nothing : fullTime(row.lastSeenMs)}>
      ${seenText(row, nowMs)}</td>
    <td class="act">${state === 'revoked' ? nothing : html`<button class="button small"
      data-testid="remove-phone" aria-label=${`移除 ${name}`} @click=${() => onRemove(row)}>移除</button>`}</td>
  </tr>`
}

export const deviceTableStyles = css`
  .scroll {
    overflow: auto; border: 1px solid var(--line); border-radius: var(--radius-m); background: var(--surface);
  }
  table { width: 100%; min-width: 720px; border-collapse: collapse; }
  th, td { padding: 10px 14px; text-align: left; vertical-align: middle; font-weight: 400; }
  thead th {
    position: sticky; top: 0; z-index: 1; padding: 8px 14px; background: var(--surface-list);
    color: var(--text-3); font-size: var(--text-sm); box-shadow: inset 0 -1px var(--line);
  }
  tbody tr + tr { border-top: 1px solid var(--line); }
  tbody tr:hover { background: var(--surface-list); }
  .name, .model { display: block; max-width: 260px; }
  .name { font-weight: 600; }
  .model, .none, .seen { color: var(--text-3); }
  .model { font-size: var(--text-sm); }
  .state { display: inline-flex; align-items: center; gap: 7px; white-space: nowrap; }
  .state i { width: 8px; height: 8px; border-radius: 50%; background: var(--offline); }
  [data-state='online'] .state i { background: var(--online); }
  [data-state='revoked'] :is(.name, .state, td) { color: var(--text-3); }
  [data-state='revoked'] .name { font-weight: 400; text-decoration: line-through; }
  [data-state='revoked'] .state i { visibility: hidden; }
  .accounts span { display: block; overflow-wrap: anywhere; }
  .seen { white-space: nowrap; }
  .act { width: 1px; }
`
