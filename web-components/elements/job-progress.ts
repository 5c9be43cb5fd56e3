import { html, nothing } from 'lit'
import type { JobRow } from '../../protocol/operations/jobs.ts'
import { jobStates } from '../../protocol/resources/job.ts'
import { isUnderWay, progressOf } from '../data/job-shelf.ts'
import { sizeText } from '../data/time-text.ts'
import { icon } from './icon.ts'

/** A job in a few words: bar, counts, what went wrong, where its file is. */
export function jobProgress(job: JobRow, { onCancel }: { onCancel: (id: string) => void }) {
  const progress = progressOf(job)
  return html`<div class="job" data-testid="job" data-state=${job.state}>
    <div class="job-head"><span class="job-title cut" title=${job.title}>${job.title}</span>
      <span class="state" data-value=${job.state}>${job.cancelling && isUnderWay(job) ? '正在取消'
        : jobStates[job.state]}</span></div>
    ${isUnderWay(job) ? html`<vaadin-progress-bar aria-label=${`${job.title}的进度`} .value=${progress ?? 0}
      .indeterminate=${progress === null}></vaadin-progress-bar>` : nothing}
    <div class="job-foot"><span class="quiet">${countText(job)}</span>
      ${isUnderWay(job) ? html`<button type="button" class="link-button" ?disabled=${job.cancelling}
        @click=${() => onCancel(job.id)}>取消</button>` : nothing}
      ${hasFile(job) ? html`<a class="download" data-testid="job-download" href=${`/download/${job.id}`} download>
        ${icon('download')}下载${job.fileBytes === null ? '' : ` ${sizeText(job.fileBytes)}`}</a>` : nothing}
    </div>
    ${job.state === 'failed' && job.reason !== '' ? html`<p class="fault">${job.reason}</p>` : nothing}
  </div>`
}

export function hasFile({ kind, state, expiresMs }: JobRow): boolean {
  return kind === 'export' && state === 'succeeded' && expiresMs !== null
}

export function countText({ done, total, failed }: JobRow): string {
  const all = total === null ? '' : ` / ${total.toLocaleString('zh-CN')}`
  const wrong = failed === null || failed === 0 ? '' : `，失败 ${failed.toLocaleString('zh-CN')}`
  return `${(done ?? 0).toLocaleString('zh-CN')}${all} 条${wrong}`
}
