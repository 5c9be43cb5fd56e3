import { LitElement, type PropertyValues, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { ExtensionField, ExtensionValue } from '../../protocol/extension-field.ts'
import type { Api } from '../data/api.ts'
import type { ConversationKey } from '../data/conversation-key.ts'
import { extensionText } from '../data/extension-text.ts'
import { FieldSaver } from '../data/field-saver.ts'
import { buttons, shared } from '../styles/shared.ts'
import { extensionInput } from './extension-input.ts'
import { extensionStyles } from './extension-styles.ts'

/** One extension field in the card: saves itself as one types, and says when somebody else was there first. */
@customElement('ark-extension-value')
export class ArkExtensionValue extends LitElement {
  @property({ attribute: false }) api!: Api
  @property({ attribute: false }) conversation!: ConversationKey
  @property({ attribute: false }) field!: ExtensionField
  @property({ attribute: false }) say!: (text: string) => void
  @property({ attribute: false }) value: ExtensionValue | null = null
  #saver!: FieldSaver

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#saver.leave()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#saver ??= new FieldSaver({
      api: this.api, conversation: this.conversation, field: this.field, say: this.say,
      onChanged: () => this.requestUpdate(),
    })
    if (changed.has('value')) this.#saver.told(this.value)
  }

  protected override render() {
    const { field } = this
    const { draft, theirs, fault, state } = this.#saver
    return html`<div class="field" data-field=${field.name} data-state=${state} @focusout=${() => this.#saver.flush()}>
      <span class="name" id="name">${field.name}</span>
      ${extensionInput({ field, value: draft, onInput: (value) => this.#saver.type(value), onPick: (value) =>
        this.#saver.type(value, 0) })}
      <span class="saved" role="status">${state === 'done' && !this.#saver.isDirty ? '已保存' : nothing}</span>
      ${fault === '' ? nothing : html`<p class="fault" role="alert">${fault}</p>`}
      ${theirs === null ? nothing : html`<div class="conflict" role="alert" data-testid="field-conflict">
        <p>同事刚刚改成了：<b>${extensionText(field, theirs.value) || '(空)'}</b></p>
        <button class="button small" @click=${() => this.#saver.takeTheirs()}>采用同事的</button>
        <button class="button small" @click=${() => this.#saver.keepMine()}>仍保存我的</button></div>`}
    </div>`
  }

  static override styles = [shared, buttons, extensionStyles]
}

