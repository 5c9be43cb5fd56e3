import {
  type ExtensionField, type ExtensionValue, extensionFault, isSameValue,
} from '../../protocol/extension-field.ts'
import type { OperationFault } from '../../protocol/operation.ts'
import { setFriendField } from '../../protocol/operations/extension-fields.ts'
import { type Api, isPassing } from './api.ts'
import { type ConversationKey, splitKey } from './conversation-key.ts'
import { faultText } from './fault-text.ts'
import { fieldFaultText } from './field-fault-text.ts'

type Value = ExtensionValue | null

export interface FieldSaverParts {
  api: Api
  conversation: ConversationKey
  field: ExtensionField
  onChanged: () => void
  /** For what has no place on the screen any more. */
  say: (text: string) => void
}

/**
 * One field of a friend, saved as one types: a moment after the last key, one question at a time. `saved` is what the
 * hub has as far as is known here; a change somebody else made meanwhile is `theirs` until the agent decides.
 */
export class FieldSaver {
  saved: Value = null
  /** What stands in the field; the same as `saved` when nothing is to be saved. */
  draft: Value = null
  theirs: { value: Value } | null = null
  fault = ''
  state: 'idle' | 'waiting' | 'saving' | 'done' = 'idle'
  readonly #parts: FieldSaverParts
  #timer: ReturnType<typeof setTimeout> | undefined
  #isLeft = false

  constructor(parts: FieldSaverParts) {
    this.#parts = parts
  }

  get isDirty(): boolean {
    return !isSameValue(this.draft, this.saved)
  }

  /** What the hub has. While something of ours is on its way, its answer says more. */
  told(value: Value): void {
    if (this.state === 'saving' || isSameValue(value, this.saved)) return
    if (this.isDirty && !isSameValue(value, this.draft)) {
      this.#show({ theirs: { value } })
    } else {
      this.#show({ saved: value, draft: value, theirs: null })
    }
  }

  type(value: Value, waitMs = typingMs): void {
    clearTimeout(this.#timer)
    const reason = value === null ? null : extensionFault(this.#parts.field, value, this.saved)
    this.#show({ draft: value, fault: reason === null ? '' : fieldFaultText(reason) })
    if (reason !== null || this.theirs !== null) return
    if (this.state !== 'saving') this.state = 'waiting'
    this.#timer = setTimeout(() => void this.#save(), waitMs)
  }

  /** The card goes: what fails from now on is said elsewhere. */
  leave(): void {
    this.#isLeft = true
    this.flush()
  }

  /** The field is left: what waits is saved now. */
  flush(): void {
    if (this.state !== 'waiting') return
    clearTimeout(this.#timer)
    void this.#save()
  }

  takeTheirs(): void {
    const value = this.theirs?.value ?? null
    this.#show({ saved: value, draft: value, theirs: null, state: 'idle' })
  }

  keepMine(): void {
    this.#show({ saved: this.theirs?.value ?? null, theirs: null })
    void this.#save()
  }

  async #save(): Promise<void> {
    const { draft: value, saved: before } = this
    if (this.state === 'saving') return
    if (!this.isDirty || this.fault !== '') return this.#show({ state: 'idle' })
    this.#show({ state: 'saving' })
    const { api, conversation, field } = this.#parts
    const answer = await api.call(setFriendField, { ...splitKey(conversation), field: field.id, value, before })
    if (answer.ok) this.#show({ saved: answer.output.value, state: 'done' })
    else if (answer.fault.code === 'conflict') this.#onConflict(answer.fault.current)
    else this.#onFault(answer.fault)
    // It was typed on meanwhile.
    if (answer.ok && this.isDirty) void this.#save()
  }

  /** What passes by itself is tried again, as long as the field is shown. */
  #onFault(fault: OperationFault): void {
    const words = `没有保存：${faultText(fault)}`
    this.#show({ state: 'idle', fault: words })
    if (this.#isLeft) return this.#parts.say(`${this.#parts.field.name} ${words}`)
    if (!isPassing(fault)) return
    this.state = 'waiting'
    this.#timer = setTimeout(() => {
      this.fault = ''
      void this.#save()
    }, againMs)
  }

  #onConflict(current: unknown): void {
    const { value } = current as { value: Value }
    this.state = 'idle'
    if (isSameValue(value, this.draft)) this.#show({ saved: value })
    else this.#show({ theirs: { value } })
  }

  #show(change: Partial<Pick<FieldSaver, 'saved' | 'draft' | 'theirs' | 'fault' | 'state'>>): void {
    Object.assign(this, change)
    this.#parts.onChanged()
  }
}

const typingMs = 700
const againMs = 3_000
