import { moveContactGroup as operation } from '../../../protocol/operations/contact-groups.ts'
import { lockContactGroup, lockNeighbour, tradePlaces } from '../../../storage/queries/contact-groups.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'
import { scopeOf } from '../scope.ts'

/** At the end of the list it stays where it is. */
export const moveContactGroup = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const scope = scopeOf(context.user)
  const group = await lockContactGroup(inside, { id: input.group, scope })
  if (group === undefined) return refuse('notFound', 'no such group')
  const neighbour = await lockNeighbour(inside, { group, scope, direction: input.direction })
  if (neighbour === undefined) return { output: {}, audit: [] }
  await tradePlaces(inside, [group, neighbour])
  const { id, name: title, place } = group
  return {
    output: {}, audit: [{ kind: 'group', id, title, before: { place }, after: { place: neighbour.place } }],
  }
}))
