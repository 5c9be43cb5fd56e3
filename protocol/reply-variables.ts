/** What may stand in the texts of quick replies in braces, and is filled in before they are sent. */
export const replyVariables = ['客户昵称', '客户备注', '我的姓名', '微信昵称'] as const
export type ReplyVariable = (typeof replyVariables)[number]
export type VariableValues = Readonly<Partial<Record<ReplyVariable, string | null>>>

/**
 * What is unknown is left out, with the comma or space behind it: `{客户昵称},您好` becomes `您好`. A remark that isn't
 * there is the nickname; never the other way, for customers don't know what is remarked about them.
 */
export function fillVariables(text: string, values: VariableValues): string {
  return text.replace(anyVariable, (_whole, name: ReplyVariable, separator: string) => {
    const value = valueOf(name, values)
    return value === '' ? '' : `${value}${separator}`
  })
}

export function hasVariables(text: string): boolean {
  return text.search(anyVariable) !== -1
}

function valueOf(name: ReplyVariable, values: VariableValues): string {
  const own = values[name]?.trim() ?? ''
  return own === '' && name === '客户备注' ? values['客户昵称']?.trim() ?? '' : own
}

const anyVariable = new RegExp(`\\{(${replyVariables.join('|')})\\}([,,、 ]?)`, 'g')
