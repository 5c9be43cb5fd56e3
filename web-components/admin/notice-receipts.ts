import { html, nothing, type PropertyValues } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { listRows } from '../../protocol/operations/lists.ts'
import type { RowOf } from '../../protocol/resource.ts'
import type { noticeReceipts } from '../../protocol/resources/notice.ts'
import type { Admin } from '../data/admin.ts'
import { fullTime } from '../data/time-text.ts'
import { LightElement } from '../elements/light-element.ts'

type Receipt = RowOf<typeof noticeReceipts>

/** Who confirmed a notice when, live; who hasn't comes first. */
@customElement('ark-notice-receipts')
export class ArkNoticeReceipts extends LightElement {
  @property({ attribute: false }) admin!: Admin
  @property() notice = ''
  @state() private receipts: readonly Receipt[] = []
  @state() private next: string | null = null
  #stop: () => void = () => undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop = this.admin.live.listen(['notices'], () => void this.#read(null))
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('notice')) return
    this.receipts = []
    void this.#read(null)
  }

  protected override render() {
    return html`<table class="plain" data-testid="notice-receipts"><thead><tr><th>坐席</th><th>部门</th><th>确认时间</th></tr>
      </thead><tbody>${this.receipts.map(({ seat, department, confirmedMs }) => html`<tr><td>${seat}</td>
        <td>${department}</td><td>${confirmedMs === null ? '未确认' : fullTime(confirmedMs)}</td></tr>`)}</tbody></table>
      ${this.next === null ? nothing : html`<button type="button" class="link-button"
        @click=${() => void this.#read(this.next)}>更多</button>`}`
  }

  async #read(after: string | null): Promise<void> {
    const { notice } = this
    const input = { resource: 'noticeReceipts', filters: { notice: [notice] }, after, rows: pageRows } as const
    const answer = await this.admin.api.call(listRows, input)
    // Meanwhile another notice may have been chosen.
    if (!answer.ok || notice !== this.notice) return
    const rows = answer.output.rows as unknown as Receipt[]
    this.receipts = after === null ? rows : [...this.receipts, ...rows]
    this.next = answer.output.next
  }
}

const pageRows = 200
