import { type TemplateResult, html, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import { SignalWatcher } from '@lit-labs/preact-signals'
import type { JobId } from '../../protocol/ids.ts'
import type { JobRow } from '../../protocol/operations/jobs.ts'
import type { Admin } from '../data/admin.ts'
import { isUnderWay } from '../data/job-shelf.ts'
import { jobProgress } from '../elements/job-progress.ts'
import { LightElement } from '../elements/light-element.ts'

/** Asks, then shows how far the job is that it began. Fires `saved` at the job's end, and `closed`. */
export abstract class JobDialog extends SignalWatcher(LightElement) {
  @property({ attribute: false }) admin!: Admin
  @state() protected fault = ''
  @state() private job: JobId | null = null
  @state() private opened = true
  #isTold = false

  protected abstract get head(): { testId: string; title: string; width: string }
  /** What is asked, and the button that begins it. */
  protected abstract renderQuestion(): TemplateResult
  /** Below the progress of the job; what is said while it runs, or of its end. */
  protected abstract renderJob(job: JobRow, isEnded: boolean): TemplateResult | typeof nothing

  protected override render() {
    const { testId, title, width } = this.head
    return html`<vaadin-dialog data-testid=${testId} .opened=${this.opened} header-title=${title} width=${width}
      no-close-on-outside-click @opened-changed=${this.#onOpened}>
      ${this.job === null ? this.#renderAsking() : this.#renderFollowed(this.job)}
    </vaadin-dialog>`
  }

  protected follow(job: JobId): void {
    this.job = job
    void this.admin.jobs.follow(job)
  }

  protected readonly close = (): void => {
    this.opened = false
  }

  #renderAsking() {
    return html`${this.renderQuestion()}<p class="fault" role="alert">${this.fault}</p>`
  }

  #renderFollowed(id: JobId) {
    const job = this.admin.jobs.jobs.value.find((one) => one.id === id)
    const isEnded = job !== undefined && !isUnderWay(job)
    if (isEnded) this.#tell()
    return html`${job === undefined ? html`<p class="quiet">正在开始…</p>`
      : jobProgress(job, { onCancel: (one) => void this.admin.jobs.cancel(one) })}
      ${job === undefined ? nothing : this.renderJob(job, isEnded)}
      <div slot="footer" class="dialog-actions"><button class="button primary" @click=${this.close}>
        ${isEnded ? '完成' : '在后台继续'}</button></div>`
  }

  #tell(): void {
    if (this.#isTold) return
    this.#isTold = true
    queueMicrotask(() => this.dispatchEvent(new CustomEvent('saved')))
  }

  readonly #onOpened = ({ detail }: CustomEvent<{ value: boolean }>): void => {
    if (detail.value) return
    this.opened = false
    this.dispatchEvent(new CustomEvent('closed'))
  }
}
