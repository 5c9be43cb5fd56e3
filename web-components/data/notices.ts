import { signal } from '@preact/signals-core'
import type { HubEvent, Placed, UnknownEvent } from '../../protocol/events/index.ts'
import type { NoticeId } from '../../protocol/ids.ts'
import { type Notice, confirmNotice, listNotices } from '../../protocol/operations/notices.ts'
import type { Api } from './api.ts'
import { faultText } from './fault-text.ts'

/** NOTE-1: notices this user hasn't confirmed, the same in all tabs; read at the start, then live. */
export class Notices {
  readonly waiting = signal<readonly Notice[]>([])
  readonly #api: Api
  readonly #say: (text: string) => void
  /** What is known to be confirmed: an answer that was read before says otherwise. */
  readonly #confirmed = new Set<NoticeId>()

  constructor({ api, say }: { api: Api; say: (text: string) => void }) {
    this.#api = api
    this.#say = say
  }

  async read(): Promise<void> {
    const answer = await this.#api.call(listNotices, {})
    if (answer.ok) for (const notice of answer.output.notices) this.#add(notice)
  }

  onHappened({ event, journalMs }: Placed<HubEvent | UnknownEvent>): void {
    if (event.kind === 'noticeConfirmed') this.#drop(event.notice)
    if (event.kind !== 'noticeSent') return
    const { notice: id, text, byName } = event
    this.#add({ id, text, byName, sentMs: journalMs })
  }

  /** Closed at once; it comes back if that wasn't recorded. */
  async confirm(notice: Notice): Promise<void> {
    this.#drop(notice.id)
    const answer = await this.#api.call(confirmNotice, { notice: notice.id })
    if (answer.ok) return
    this.#confirmed.delete(notice.id)
    this.#add(notice)
    this.#say(`没有确认：${faultText(answer.fault)}`)
  }

  #add(notice: Notice): void {
    if (this.#confirmed.has(notice.id) || this.waiting.peek().some(({ id }) => id === notice.id)) return
    this.waiting.value = [...this.waiting.peek(), notice].toSorted((a, b) => Number(a.id) - Number(b.id))
  }

  #drop(notice: NoticeId): void {
    for (const old of [...this.#confirmed].slice(0, -confirmedMost)) this.#confirmed.delete(old)
    this.#confirmed.add(notice)
    this.waiting.value = this.waiting.peek().filter(({ id }) => id !== notice)
  }
}

const confirmedMost = 200
