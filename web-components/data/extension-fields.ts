import { type Signal, signal } from '@preact/signals-core'
import { type KnownField, listExtensionFields } from '../../protocol/operations/extension-fields.ts'
import type { Api } from './api.ts'

/** The extension fields in use, read when they are needed; whoever hears that they changed says `expire`. */
export class ExtensionFields {
  readonly #rows: Signal<readonly KnownField[]> = signal([])
  readonly #api: Api
  #isAsked = false

  constructor(api: Api) {
    this.#api = api
  }

  needed(): readonly KnownField[] {
    if (!this.#isAsked) void this.#read()
    return this.#rows.value
  }

  expire(): void {
    if (this.#isAsked) void this.#read()
  }

  /** After a failure they are read when they are asked for again. */
  async #read(): Promise<void> {
    this.#isAsked = true
    const answer = await this.#api.call(listExtensionFields, {})
    if (answer.ok) this.#rows.value = answer.output.fields
    else this.#isAsked = false
  }
}
