import { html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { SignalWatcher } from '@lit-labs/preact-signals'
import type { Admin } from '../data/admin.ts'
import { isUnderWay } from '../data/job-shelf.ts'
import { icon } from '../elements/icon.ts'
import { jobProgress } from '../elements/job-progress.ts'
import { LightElement } from '../elements/light-element.ts'

/** Exports, imports and bulk changes of this user, from every page. */
@customElement('ark-job-tray')
export class ArkJobTray extends SignalWatcher(LightElement) {
  @property({ attribute: false }) admin!: Admin

  protected override render() {
    const jobs = this.admin.jobs.jobs.value
    const running = jobs.filter(isUnderWay).length
    const label = running === 0 ? '任务' : `任务，${running} 个进行中`
    return html`<button class="icon-button" id="tray-button"
        popovertarget="tray-pop" data-testid="job-tray" aria-label=${label} title=${label}>
        ${icon('tasks')}${running === 0 ? '' : html`<span class="badge">${running}</span>`}</button>
      <div id="tray-pop" class="pop" popover>
        <div class="tray"><div class="chooser-head"><b>最近的任务</b><a href="/admin/tasks">任务中心</a></div>
          ${jobs.length === 0 ? html`<p class="quiet">还没有任务。导出、导入和批量操作会出现在这里。</p>` : ''}
          ${jobs.slice(0, trayJobs).map((job) => jobProgress(job, { onCancel: (id) =>
            void this.admin.jobs.cancel(id) }))}
        </div></div>`
  }
}

const trayJobs = 6
