import { html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Columns } from '../../protocol/resource.ts'
import { type ColumnView, moved } from '../data/column-view.ts'
import { icon } from './icon.ts'
import { LightElement } from './light-element.ts'

/** Which columns, in which order, how dense. Fires `changed` with the view, or null for the page's own. */
@customElement('ark-column-chooser')
export class ArkColumnChooser extends LightElement {
  @property({ attribute: false }) columns!: Columns
  @property({ attribute: false }) view!: ColumnView

  protected override render() {
    const { columns, density } = this.view
    const shown = columns.filter((one) => one.shown).length
    return html`<div class="chooser" data-testid="column-chooser">
      <div class="chooser-head"><b>显示的列</b><button type="button" class="link-button"
        @click=${() => this.#fire(null)}>恢复默认</button></div>
      <ul>${columns.map(({ name, shown: isShown }, index) => html`<li>
        <label class="tick"><input type="checkbox" .checked=${isShown} ?disabled=${isShown && shown === 1}
          @change=${() => this.#toggle(name)} />${this.columns[name]?.title}</label>
        <button type="button" class="icon-button" aria-label=${`${this.columns[name]?.title ?? name}上移`}
          ?disabled=${index === 0}
          @click=${() => this.#fire({ density, columns: moved(columns, name, -1) })}>${icon('up')}</button>
        <button type="button" class="icon-button" aria-label=${`${this.columns[name]?.title ?? name}下移`}
          ?disabled=${index === columns.length - 1}
          @click=${() => this.#fire({ density, columns: moved(columns, name,
            1) })}>${icon('down')}</button></li>`)}</ul>
      <div class="chooser-foot" role="group" aria-label="行高">行高
        ${(['normal', 'compact'] as const).map((one) => html`<button type="button" class="chip"
          aria-pressed=${density === one}
          @click=${() => this.#fire({ columns, density: one })}>${one === 'normal' ? '标准' : '紧凑'}</button>`)}</div>
    </div>`
  }

  #toggle(name: string): void {
    const columns = this.view.columns.map((one) => one.name === name ? { ...one, shown: !one.shown } : one)
    this.#fire({ ...this.view, columns })
  }

  #fire(view: ColumnView | null): void {
    this.dispatchEvent(new CustomEvent('changed', { detail: view }))
  }
}
