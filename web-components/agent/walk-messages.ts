/**
 * Arrow keys lead from one message's menu button to that of the next above or below: in the order of Tab there is only
 * the last one.
 */
export function walkMessages(event: KeyboardEvent, scroller: HTMLElement): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  const from = event.target as HTMLElement
  if (step === undefined || !from.matches('.act')) return
  event.preventDefault()
  const index = Number(from.closest<HTMLElement>('[data-index]')?.dataset['index'])
  for (let at = index + step; ; at += step) {
    const row = scroller.querySelector(`[data-index="${at}"]`)
    if (row === null) return
    const button = row.querySelector<HTMLElement>('.act')
    if (button !== null) return button.focus()
  }
}
