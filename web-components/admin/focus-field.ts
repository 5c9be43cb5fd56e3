/**
 * Once Vaadin has brought the keyboard into a dialog, its first field gets it; somebody who is in a field already
 * stays there.
 */
export function focusFirstField(host: HTMLElement): void {
  document.body.addEventListener('vaadin-overlay-open', () => {
    if (document.activeElement?.localName === 'vaadin-dialog') fieldIn(host, '.form-fields')?.focus()
  }, { once: true })
}

/** The field that something is said of. */
export function focusField(host: HTMLElement, name: string): void {
  fieldIn(host, `[data-field="${name}"]`)?.focus()
}

function fieldIn(host: HTMLElement, within: string): HTMLElement | null {
  return host.querySelector(`${within} :is(input:not(.only-read), textarea)`)
}
