import { effect } from '@preact/signals-core'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { ConversationKey } from '../data/conversation-key.ts'
import type { Drafts } from '../data/drafts.ts'

export interface DraftFieldOptions {
  drafts: () => Drafts
  key: () => ConversationKey
  field: () => HTMLTextAreaElement | null
  /** The text of the field is another one. */
  onReplaced: () => void
}

/**
 * Keeps what is in a field as the draft of its conversation. What another console writes comes into the field, but
 * never over what somebody is writing there: then it is offered as `elsewhere`.
 */
export class DraftField implements ReactiveController {
  /** What another console has, while it is kept out; null: nothing. */
  elsewhere: string | null = null
  readonly #host: ReactiveControllerHost
  readonly #options: DraftFieldOptions
  #timer: ReturnType<typeof setTimeout> | undefined
  #isTyped = false
  #stop: (() => void) | undefined

  constructor(host: ReactiveControllerHost, options: DraftFieldOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  hostConnected(): void {
    addEventListener('pagehide', this.keep)
  }

  hostUpdated(): void {
    this.#stop ??= this.#follow()
  }

  hostDisconnected(): void {
    removeEventListener('pagehide', this.keep)
    this.#stop?.()
    this.#stop = undefined
    this.keep()
  }

  /** Somebody typed. */
  note(): void {
    this.#isTyped = true
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.keep, keepMs)
  }

  readonly keep = (): void => {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const field = this.#options.field()
    // What nobody changed here isn't written again over what others did.
    if (field === null || !this.#isTyped) return
    this.#isTyped = false
    this.#options.drafts().write(this.#options.key(), field.value)
    this.#offer(null)
  }

  /** What was in the field is sent. */
  end(): void {
    this.note()
    this.keep()
  }

  /** The other console's text takes the field. */
  take(): void {
    if (this.elsewhere !== null) this.#replace(this.elsewhere)
  }

  #follow(): () => void {
    const { drafts, key } = this.#options
    return effect(() => {
      const theirs = drafts().keptElsewhere(key())
      if (theirs !== null && this.#timer === undefined) this.#onTheirs(theirs)
    })
  }

  #onTheirs(theirs: string): void {
    const field = this.#options.field()
    if (field === null) return
    if (field.value === theirs || (theirs === '' && field.value.trim() === '')) return this.#offer(null)
    const root = field.getRootNode() as ShadowRoot | Document
    const isWritten = root.activeElement === field && field.value.trim() !== '' && document.hasFocus()
    if (isWritten) this.#offer(theirs)
    else this.#replace(theirs)
  }

  #replace(text: string): void {
    const field = this.#options.field()
    if (field === null) return
    field.value = text
    this.#offer(null)
    this.#options.onReplaced()
  }

  #offer(text: string | null): void {
    if (this.elsewhere === text) return
    this.elsewhere = text
    this.#host.requestUpdate()
  }
}

const keepMs = 250
