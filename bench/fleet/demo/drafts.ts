import type { EventNamed, HubEvent, Placed } from '../../../protocol/events/index.ts'
import type { SourceId, TaskId, UserId } from '../../../protocol/ids.ts'

type Stamps = 'kind' | 'source' | 'sequence' | 'epoch' | 'atMs'
/** An event's own fields. */
export type FieldsOf<Kind extends HubEvent['kind']> = Omit<EventNamed<Kind>, Stamps>

/**
 * A fact of the seeded month before it has a number: what is said of another fact (a result, a read) refers
 * to its draft, and gets its position or task once all are in order.
 */
export type Draft = { atMs: number; placed?: Placed } & (
  | { [Kind in OfPhone]: { kind: Kind; source: SourceId; fields: FieldsOf<Kind> } }[OfPhone]
  | { kind: 'sendRequested'; user: UserId; fields: FieldsOf<'sendRequested'> }
  | { kind: 'taskFinished'; source: SourceId; of: Draft; fields: Omit<FieldsOf<'taskFinished'>, 'task'> }
  | {
    kind: 'conversationRead'; user: UserId; upTo: Draft; fields: Omit<FieldsOf<'conversationRead'>, 'upTo'>
  }
)

type OfPhone =
  | 'accountOnline' | 'friendsListed' | 'chatroomsListed' | 'friendChanged'
  | 'messageReceived' | 'messageRecalled' | 'messageStateChanged'

/**
 * Orders the drafts by time and makes events of them, with positions from 1 and numbers without gaps per
 * source.
 */
export function placeDrafts(drafts: Draft[]): Placed[] {
  const numbers = new Map<SourceId, number>()
  return drafts.toSorted((a, b) => a.atMs - b.atMs).map((draft, index) => {
    const source = 'source' in draft ? draft.source : tabOfTheDay(draft.user, draft.atMs)
    const sequence = (numbers.get(source) ?? 0) + 1
    numbers.set(source, sequence)
    const stamp = { source, sequence, epoch: 0, atMs: draft.atMs }
    const event = { ...fieldsOf(draft), ...stamp, kind: draft.kind } as HubEvent
    draft.placed = { position: index + 1, journalMs: draft.atMs, event }
    return draft.placed
  })
}

function fieldsOf(draft: Draft): object {
  switch (draft.kind) {
    case 'taskFinished': return { ...draft.fields, task: taskOfDraft(draft.of) }
    case 'conversationRead': return { ...draft.fields, upTo: placedOf(draft.upTo).position }
    default: return draft.fields
  }
}

function taskOfDraft(draft: Draft): TaskId {
  const { source, sequence } = placedOf(draft).event
  return `${source.split('/')[2]}.${sequence}` as TaskId
}

function placedOf(draft: Draft): Placed {
  if (draft.placed === undefined) throw new Error('a draft refers to a later one')
  return draft.placed
}

/** One page load of a console per user and day. */
function tabOfTheDay(user: UserId, atMs: number): SourceId {
  return `t/${user}/demo${user}d${Math.floor(atMs / dayMs)}` as SourceId
}

const dayMs = 24 * 3_600_000
