import { noChange } from 'lit'
import { type AttributePart, Directive, directive } from 'lit/directive.js'

/**
 * `style=${styled({ height: '20px' })}`, set property by property: a strict content policy allows that, and
 * forbids the style attributes that `styleMap` writes first.
 */
export const styled = directive(class extends Directive {
  #before: Styles = {}

  override render(_styles: Styles): typeof noChange {
    return noChange
  }

  override update({ element }: AttributePart & { element: HTMLElement }, [styles]: [Styles]): typeof noChange {
    const { style } = element
    for (const name of Object.keys(this.#before)) if (!(name in styles)) style.removeProperty(name)
    for (const [name, value] of Object.entries(styles)) {
      if (this.#before[name] !== value) style.setProperty(name, value)
    }
    this.#before = styles
    return noChange
  }
})

type Styles = Readonly<Record<string, string>>
