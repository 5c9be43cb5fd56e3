import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { JobId } from '../../protocol/ids.ts'
import { type FailedRow, listFailedRows } from '../../protocol/operations/jobs.ts'
import type { Api } from '../data/api.ts'
import { reasonText } from '../data/fault-text.ts'
import { LightElement } from './light-element.ts'

/** The rows of a job that failed, and why; more of them on demand. */
@customElement('ark-failed-rows')
export class ArkFailedRows extends LightElement {
  @property({ attribute: false }) api!: Api
  @property() job = ''
  @state() private rows: readonly FailedRow[] = []
  @state() private next: number | null = null

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#read(null)
  }

  protected override render() {
    if (this.rows.length === 0) return nothing
    return html`<table class="plain" data-testid="failed-rows"><thead><tr><th>行</th><th>内容</th><th>原因</th></tr></thead>
      <tbody>${this.rows.map(({ number, title, row, code, reason }) => html`<tr><td class="digits">${number}</td>
        <td>${title || row}</td><td>${reasonText({ code, reason })}</td></tr>`)}</tbody></table>
      ${this.next === null ? nothing : html`<button type="button" class="link-button"
        @click=${() => void this.#read(this.next)}>更多</button>`}`
  }

  async #read(after: number | null): Promise<void> {
    const answer = await this.api.call(listFailedRows, { job: this.job as JobId, after })
    if (!answer.ok) return
    this.rows = [...this.rows, ...answer.output.rows]
    this.next = answer.output.next
  }
}
