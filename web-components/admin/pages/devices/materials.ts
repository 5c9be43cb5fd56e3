import { html } from 'lit'
import { removeMaterials } from '../../../../protocol/bulk/library.ts'
import type { ContactGroupId, MaterialId, MediaId } from '../../../../protocol/ids.ts'
import { changeMaterial, createMaterials, deleteMaterial } from '../../../../protocol/operations/materials.ts'
import type { RowOf } from '../../../../protocol/resource.ts'
import { materials } from '../../../../protocol/resources/material.ts'
import { mediaUrl } from '../../../data/media.ts'
import { durationText, sizeText } from '../../../data/time-text.ts'
import { icon } from '../../../elements/icon.ts'
import { factList } from '../../../elements/side-drawer.ts'
import '../../../elements/parts-preview.ts'
import { ask, bulk, edit, exportRows } from '../../actions.ts'
import type { FormField } from '../../form.ts'
import { chosenGroup, librarySide } from '../../library-side.ts'
import '../../materials-dialog.ts'
import { definePage } from '../../page.ts'

type MaterialRow = RowOf<typeof materials>

export default definePage({
  path: 'materials', title: '素材管理', group: '工作手机', icon: 'picture', words: '图片 语音 视频 素材库',
  resource: materials,
  columns: ['media', 'title', 'type', 'group', 'scope', 'department', 'bytes', 'author', 'createdMs'],
  filters: ['search', 'type', 'scope'],
  widths: { media: 64, type: 72, scope: 96, bytes: 90, author: 100, createdMs: 140 },
  cells: {
    media: ({ media, type }) => type === 'picture' ? html`<img class="thumb" src=${mediaUrl(media as MediaId)} alt=""
      loading="lazy" />` : html`<span class="thumb">${icon(type === 'voice' ? 'mic' : 'video')}</span>`,
    bytes: ({ bytes }) => html`<span class="digits">${sizeText(bytes ?? 0)}</span>`,
  },
  side: { filter: 'group', render: (given) => librarySide('material', given) },
  actions: [
    exportRows, bulk(removeMaterials, { icon: 'trash', danger: true, text: '已经用它们做好的快捷回复和自动回复不受影响。' }),
    {
      on: 'page', name: createMaterials.name, title: '新增素材', icon: 'plus', permission: createMaterials.permission,
      primary: true,
      open: (admin) => ({
        kind: 'view', view: (close) => html`<ark-materials-dialog .admin=${admin} .group=${chosenGroup(admin)}
          @closed=${close}></ark-materials-dialog>`,
      }),
    },
    edit<MaterialRow>(changeMaterial, (row) => ({
      title: `编辑素材「${row.title}」`, fields, values: { title: row.title, group: row.groupId }, version: row.version,
      done: '已保存', read: ({ title, group }) => ({ title, group }),
      submit: ({ title, group }, { admin, version }) => admin.api.call(changeMaterial, {
        material: row.id as MaterialId, version, title: String(title).trim(), group: group as ContactGroupId,
      }),
    })),
    ask<MaterialRow>(deleteMaterial, { title: '删除', icon: 'trash', danger: true }, ({ id, title, version }) => ({
      title: `删除素材「${title}」？`, text: '已经用它做好的快捷回复和自动回复不受影响。', confirm: '删除', danger: true,
      done: '素材已删除', run: ({ api }) => api.call(deleteMaterial, { material: id as MaterialId, version }),
    })),
  ],
  drawer: {
    title: ({ title }) => title,
    render: ({ media, type, durationMs, bytes, width, height, group, author }) => html`
      <ark-parts-preview .parts=${[{ type, media, durationMs, bytes }]}></ark-parts-preview>
      ${factList([['分组', group], ['大小', sizeText(bytes ?? 0)], ['尺寸', width ? `${width} × ${height ?? 0}` : ''],
        ['时长', durationMs ? durationText(durationMs) : ''], ['上传人', author]])}`,
  },
  empty: { title: '还没有素材', about: '先在左侧新增分组，再上传图片、语音或视频；图片可以一次选择多张。' },
})

const fields: readonly FormField[] = [
  { name: 'title', title: '标题', kind: 'text', required: true, wide: true },
  { name: 'group', title: '分组', kind: 'option', options: 'materialGroups', required: true, wide: true },
]
