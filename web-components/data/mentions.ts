import type { ChatroomMember } from '../../protocol/kinds.ts'

/** Somebody whom an @ can name. */
export interface Mentionable {
  wxid: string
  name: string
}

/** WeChat’s end of a name in a text. */
export const mentionEnd = '\u2005'

/** All members but ourselves, and everybody for who may call them: the owner and the administrators. */
export function mentionables(
  { members = [], owner = null }: { members?: readonly ChatroomMember[] | null; owner?: string | null }, self: string,
): Mentionable[] {
  const list = members ?? []
  const others = list.filter(({ wxid }) => wxid !== self)
    .map(({ wxid, displayName, nickname }) => ({ wxid: wxid as string, name: displayName || nickname || wxid }))
  const leads = owner === self || list.some(({ wxid, isAdmin }) => wxid === self && isAdmin === true)
  // Last: an Enter in haste must not call everybody.
  return leads ? [...others, everybody] : others
}

export const everybody: Mentionable = { wxid: 'notify@all', name: '所有人' }

/** The unfinished @ before the caret: where it stands and what was typed behind it. */
export function openMention(text: string, caret: number): { from: number; query: string } | null {
  const before = text.slice(0, caret)
  const from = before.lastIndexOf('@')
  if (from < 0) return null
  const query = before.slice(from + 1)
  // An address has letters before its @, and a name no blanks in it.
  if (/[a-z0-9._-]$/i.test(before.slice(0, from)) || /[\s\u2005]/.test(query) || query.length > queryMost) return null
  return { from, query }
}

/**
 * Whose names stand in the text. Who was chosen from the list comes first: others may have the same name. A draft that
 * was taken up again knows only names.
 */
export function mentionsIn(
  text: string, { chosen, others }: { chosen: Iterable<Mentionable>; others: readonly Mentionable[] },
): string[] {
  const whole = `${text}${mentionEnd}`
  const isNamed = ({ name }: Mentionable): boolean => whole.includes(`@${name}${mentionEnd}`)
  const found = [...chosen].filter(isNamed)
  for (const one of others) if (isNamed(one) && found.every(({ name }) => name !== one.name)) found.push(one)
  return found.map(({ wxid }) => wxid)
}

const queryMost = 20
