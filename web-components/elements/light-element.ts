import { LitElement } from 'lit'

/** Renders into the page itself: Lumo's style sheets and the console's are for the whole document. */
export class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this
  }
}
