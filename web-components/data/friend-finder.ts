import { signal } from '@preact/signals-core'
import { type FriendRow, listFriends } from '../../protocol/operations/desk.ts'
import type { Api } from './api.ts'

export interface Found {
  /** What these were looked for with. */
  search: string
  rows: readonly FriendRow[]
  next: string | null
  isLooking: boolean
  hasFailed: boolean
}

/** Looks for friends in the hub as somebody types: with or without a conversation, by name or first letters. */
export class FriendFinder {
  readonly found = signal<Found>(nothing)
  readonly #api: Api
  readonly #chatrooms: boolean
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = 0

  constructor(api: Api, { chatrooms = false } = {}) {
    this.#api = api
    this.#chatrooms = chatrooms
  }

  /** After a pause in typing; what was found before stays until there is an answer. */
  look(search: string): void {
    const words = search.trim()
    clearTimeout(this.#timer)
    this.#asked += 1
    if (words === '') {
      this.found.value = nothing
      return
    }
    this.found.value = { ...this.found.peek(), isLooking: true }
    this.#timer = setTimeout(() => void this.#ask(words, null), pauseMs)
  }

  async more(): Promise<void> {
    const { search, next, isLooking } = this.found.peek()
    if (next === null || isLooking) return
    this.found.value = { ...this.found.peek(), isLooking: true }
    await this.#ask(search, next)
  }

  async #ask(search: string, after: string | null): Promise<void> {
    const asked = this.#asked
    const answer = await this.#api.call(listFriends, {
      search, rows: pageRows, ...after !== null && { after }, ...this.#chatrooms && { chatrooms: true },
    })
    if (asked !== this.#asked) return
    const before = after === null ? [] : this.found.peek().rows
    const { rows, next } = answer.ok ? answer.output : { rows: [], next: after }
    this.found.value = { search, rows: [...before, ...rows], next, isLooking: false, hasFailed: !answer.ok }
  }
}

const nothing: Found = { search: '', rows: [], next: null, isLooking: false, hasFailed: false }
const pauseMs = 180
const pageRows = 30
