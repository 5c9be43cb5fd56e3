import { html, nothing } from 'lit'
import { type AssignmentWhy, type RuleVerdict, exclusions, preferences } from '../../protocol/assignment.ts'

/** Rule by rule, what the rules came to: up to the one that yielded a seat. */
export function whyList({ verdicts, preference }: AssignmentWhy) {
  if (verdicts.length === 0) return html`<p class="quiet">没有启用的分配规则。</p>`
  return html`<ol class="verdicts">${verdicts.map((verdict) => html`<li data-outcome=${verdict.outcome}>
    <b>${verdict.name}</b><span>${outcomeText(verdict)}${
      verdict.outcome === 'yielded' && preference !== null ? `，${preferences[preference]}` : ''}</span>
    ${excludedLines(verdict)}</li>`)}</ol>`
}

function outcomeText({ outcome, named }: RuleVerdict): string {
  switch (outcome) {
    case 'notForIt': return '不适用'
    case 'nobody': return named === 0 ? '没有可以分配的客服' : `${named} 位客服都不能分配`
    case 'yielded': return named === 1 ? '选中' : `从 ${named} 位客服中选中`
  }
}

function excludedLines({ excluded, excludedCount }: RuleVerdict) {
  if (excludedCount === 0) return nothing
  const more = excludedCount - excluded.length
  return html`<ul>${excluded.map(({ name, why }) => html`<li>${name}：${exclusions[why]}</li>`)}
    ${more > 0 ? html`<li>还有 ${more.toLocaleString('zh-CN')} 位</li>` : nothing}</ul>`
}
