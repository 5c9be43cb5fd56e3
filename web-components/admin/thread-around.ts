import { type PropertyValues, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { listRows } from '../../protocol/operations/lists.ts'
import type { RowOf } from '../../protocol/resource.ts'
import type { messages } from '../../protocol/resources/message.ts'
import type { Api } from '../data/api.ts'
import { faultText } from '../data/fault-text.ts'
import { previewOf } from '../data/message-kinds.ts'
import { fullTime } from '../data/time-text.ts'
import { LightElement } from '../elements/light-element.ts'
import { marked } from '../elements/marked.ts'

type MessageRow = RowOf<typeof messages>
/** Rows on one side of the hit, and where they go on. */
interface Side { rows: readonly MessageRow[]; next: string | null }

/** The conversation around one message: oldest first, the hit in the middle, more on both sides on demand. */
@customElement('ark-thread-around')
export class ArkThreadAround extends LightElement {
  @property({ attribute: false }) api!: Api
  @property({ attribute: false }) hit!: MessageRow
  @property() words = ''
  @state() private earlier: Side = nothingRead
  @state() private later: Side = nothingRead
  @state() private fault = ''

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('hit') || changed.get('hit')?.id === this.hit.id) return
    this.earlier = nothingRead
    this.later = nothingRead
    void Promise.all([this.#read('earlier'), this.#read('later')]).then(() => this.updateComplete).then(() => {
      this.querySelector('[data-hit]')?.scrollIntoView({ block: 'center' })
    })
  }

  protected override render() {
    const { earlier, later, hit } = this
    const rows = [...earlier.rows.toReversed(), hit, ...later.rows]
    return html`<p class="fault" role="alert">${this.fault}</p>
      ${this.#renderMore('earlier', '更早的消息')}
      <ol class="records" data-testid="records">${rows.map((row) => this.#renderRow(row))}</ol>
      ${this.#renderMore('later', '更晚的消息')}`
  }

  #renderRow(row: MessageRow) {
    const isHit = row.id === this.hit.id
    return html`<li ?data-hit=${isHit} data-direction=${row.direction} aria-current=${isHit ? 'true' : nothing}>
      <p class="quiet">${row.sender} <time>${row.atMs === null ? '' : fullTime(row.atMs)}</time></p>
      <p class="said">${marked(previewOf(row), this.words)}${row.media === null ? nothing : html`
        <a href=${`/media/${row.media}`} target="_blank" rel="noopener">查看文件</a>`}</p></li>`
  }

  #renderMore(side: 'earlier' | 'later', text: string) {
    return this[side].next === null ? nothing : html`<button type="button" class="link-button" data-testid=${side}
      @click=${() => void this.#read(side)}>${text}</button>`
  }

  /** Of the same moment as the hit, some stand on the one side and some on the other: each is shown once. */
  async #read(side: 'earlier' | 'later'): Promise<void> {
    const { hit } = this
    const atMs = hit.atMs ?? 0
    const answer = await this.api.call(listRows, {
      resource: 'messages', sort: 'atMs', descending: side === 'earlier', after: this[side].next, rows: rowsMost,
      filters: {
        thread: [`${hit.accountId} ${hit.peerId}`], sent: side === 'earlier' ? { to: atMs } : { from: atMs },
      },
    })
    if (hit.id !== this.hit.id) return
    this.fault = answer.ok ? '' : faultText(answer.fault)
    if (!answer.ok) return
    const found = answer.output.rows as unknown as MessageRow[]
    const isEarlier = ({ id }: MessageRow): boolean => Number(id) < Number(hit.id)
    const own = found.filter((row) => row.atMs !== atMs || isEarlier(row) === (side === 'earlier'))
    this[side] = { rows: [...this[side].rows, ...own.filter(({ id }) => id !== hit.id)], next: answer.output.next }
  }
}

const nothingRead: Side = { rows: [], next: null }
const rowsMost = 30
