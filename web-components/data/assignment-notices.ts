import type { HubEvent, Placed, UnknownEvent } from '../../protocol/events/index.ts'
import { type UserId, isChatroom } from '../../protocol/ids.ts'
import { calledBy } from '../../protocol/note.ts'

/** Tells the agent who assigned what to them: a thousand friends that come one by one are one notice that counts. */
export class AssignmentNotices {
  readonly #user: UserId
  readonly #say: (text: string) => void
  #by = ''
  #friends = 0
  #rooms = 0
  #saidAtMs = 0

  constructor({ user, say }: { user: UserId; say: (text: string) => void }) {
    this.#user = user
    this.#say = say
  }

  onHappened({ event }: Placed<HubEvent | UnknownEvent>): void {
    if (event.kind === 'noteWritten' && calledBy(event).includes(this.#user)) {
      this.#say(`有备注提到你：${event.text}（在「提到我的」里查看）`)
    }
    if (event.kind !== 'peersAssigned' || !event.notice) return
    if (event.seat !== this.#user || event.by === this.#user) return
    const by = event.byName ?? '系统'
    const handed = handedText(event.reason)
    if (handed !== null) return this.#say(`${by} ${handed}${event.note === null ? '' : `：${event.note}`}`)
    const nowMs = Date.now()
    if (by !== this.#by || nowMs - this.#saidAtMs > togetherMs) {
      this.#by = by
      this.#friends = 0
      this.#rooms = 0
    }
    this.#saidAtMs = nowMs
    for (const peer of event.peers) {
      if (isChatroom(peer)) this.#rooms += 1
      else this.#friends += 1
    }
    const what = [counted(this.#friends, '好友'), counted(this.#rooms, '群')].filter((part) => part !== '')
    this.#say(`${by} 给你分配了${what.join('和')}`)
  }
}

/** One conversation, from one colleague, with what they say to it. */
function handedText(reason: string): string | null {
  if (reason === 'transfer') return '转给你一个会话'
  return reason === 'giveBack' ? '把会话交还给你' : null
}

function counted(count: number, what: string): string {
  if (count === 0) return ''
  return count === 1 ? what : ` ${count.toLocaleString('zh-CN')} 个${what}`
}

/** As long as a notice stays. */
const togetherMs = 6_000
