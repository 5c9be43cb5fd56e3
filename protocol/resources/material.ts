import type { ContactGroupId } from '../ids.ts'
import { type MaterialType, materialTypes } from '../operations/materials.ts'
import {
  choice, choiceColumn, integerColumn, option, pictureColumn, recordColumn, resource, search, textColumn, timeColumn,
} from '../resource.ts'

const scopes = { public: '公共素材', department: '部门素材' } as const

/** MAT-1: what this user manages. */
export const materials = resource({
  name: 'materials', title: '素材管理', permission: 'materials', live: ['materials', 'groups', 'departments'],
  columns: {
    /** Its medium. */
    media: pictureColumn('预览'),
    title: textColumn('标题'),
    type: choiceColumn<MaterialType>('类型', materialTypes),
    group: textColumn('分组'),
    scope: choiceColumn('所属', scopes),
    department: textColumn('部门'),
    bytes: integerColumn('大小'),
    author: textColumn('上传人'),
    createdMs: timeColumn('上传时间'),
    width: integerColumn('宽', 'offered'),
    height: integerColumn('高', 'offered'),
    durationMs: integerColumn('时长(毫秒)', 'offered'),
    groupId: recordColumn<ContactGroupId>('分组编号'),
    version: recordColumn<number>('版本'),
  },
  filters: {
    search: search('搜索', '标题'), type: choice('类型', materialTypes), scope: choice('所属', scopes),
    group: option('分组', 'materialGroups'),
  },
  sorts: ['createdMs'],
  sort: { by: 'createdMs', descending: true },
})
