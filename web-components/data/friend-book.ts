import { signal } from '@preact/signals-core'
import { type FriendGroupRow, type FriendRow, listFriendGroups, listFriends } from '../../protocol/operations/desk.ts'
import type { Api } from './api.ts'

/** One group as far as it was read; its friends come page by page. */
export interface GroupPages {
  group: FriendGroupRow
  isOpen: boolean
  rows: readonly FriendRow[]
  /** Null: nothing read yet, or all of it. */
  next: string | null
  state: 'unread' | 'reading' | 'failed' | 'partly' | 'whole'
}

export type BookLine =
  | { kind: 'group'; pages: GroupPages }
  | { kind: 'friend'; friend: FriendRow }
  | { kind: 'more'; pages: GroupPages }

/** The friends this seat serves, by their groups: a group is read when it is opened, as far as one scrolls. */
export class FriendBook {
  readonly groups = signal<readonly GroupPages[]>([])
  readonly state = signal<'unread' | 'reading' | 'ready' | 'failed'>('unread')
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  /** Afresh; what was open is open again. */
  async load(): Promise<void> {
    if (this.state.peek() === 'reading') return
    this.state.value = 'reading'
    const answer = await this.#api.call(listFriendGroups, {})
    if (!answer.ok) {
      this.state.value = 'failed'
      return
    }
    const open = new Set(this.groups.peek().filter(({ isOpen }) => isOpen).map(({ group }) => group.id))
    this.groups.value = answer.output.rows.map((group) => {
      return { group, isOpen: open.has(group.id), rows: [], next: null, state: 'unread' }
    })
    this.state.value = 'ready'
    await Promise.all(this.groups.peek().filter(({ isOpen }) => isOpen).map((pages) => this.read(pages)))
  }

  async toggle(pages: GroupPages): Promise<void> {
    const now = this.#change(pages, { isOpen: !pages.isOpen })
    if (now?.isOpen === true && now.state === 'unread') await this.read(now)
  }

  /** The next page. */
  async read({ group }: GroupPages): Promise<void> {
    const pages = this.groups.peek().find((one) => one.group.id === group.id)
    if (pages === undefined || pages.state === 'reading' || pages.state === 'whole') return
    const reading = this.#change(pages, { state: 'reading' })
    const which = group.id === null ? { ungrouped: true } : { group: group.id }
    const { next: after } = pages
    const answer = await this.#api.call(listFriends, { ...which, rows: pageRows, ...after !== null && { after } })
    if (reading === null) return
    if (!answer.ok) return void this.#change(reading, { state: 'failed' })
    const { rows, next } = answer.output
    this.#change(reading, { rows: [...pages.rows, ...rows], next, state: next === null ? 'whole' : 'partly' })
  }

  /** What stands on the screen, top to bottom. */
  lines(): BookLine[] {
    const lines: BookLine[] = []
    for (const pages of this.groups.value) {
      lines.push({ kind: 'group', pages })
      if (!pages.isOpen) continue
      for (const friend of pages.rows) lines.push({ kind: 'friend', friend })
      if (pages.state !== 'whole') lines.push({ kind: 'more', pages })
    }
    return lines
  }

  /** Null: the group was read afresh meanwhile. */
  #change({ group }: GroupPages, change: Partial<GroupPages>): GroupPages | null {
    let now: GroupPages | null = null
    this.groups.value = this.groups.peek().map((one) => {
      if (one.group.id !== group.id) return one
      now = { ...one, ...change }
      return now
    })
    return now
  }
}

const pageRows = 100
