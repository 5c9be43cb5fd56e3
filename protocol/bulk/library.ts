import { bulkAction } from '../bulk-action.ts'

/** QR-1. */
export const removeQuickReplies = bulkAction({
  name: 'removeQuickReplies', resource: 'quickReplies', title: '删除快捷回复', permission: 'quickReplies', input: {},
})

/** QR-5. */
export const removeSubordinateReplies = bulkAction({
  name: 'removeSubordinateReplies', resource: 'subordinateReplies', title: '删除下属快捷回复',
  permission: 'subordinateReplies', input: {},
})

/** MAT-1. */
export const removeMaterials = bulkAction({
  name: 'removeMaterials', resource: 'materials', title: '删除素材', permission: 'materials', input: {},
})
