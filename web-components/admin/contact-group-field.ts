import type { OptionList } from '../../protocol/resource.ts'
import type { BulkWords } from './page.ts'
import type { FormField } from './form.ts'

/** The choice of a group; none takes out of any. */
export function groupField(title: string, options: OptionList): FormField {
  return {
    name: 'group', title, kind: 'option', options, wide: true, hint: '分组在「分组管理」里新增；留空则移出分组',
  }
}

/** For a bulk action that puts rows in a group. */
export function groupFill(title: string, options: OptionList): BulkWords & { icon: 'folder' } {
  return {
    icon: 'folder', fields: [groupField(title, options)], input: (values) => ({ group: values['group'] || null }),
  }
}
