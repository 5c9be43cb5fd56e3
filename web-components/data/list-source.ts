import type { OperationFault } from '../../protocol/operation.ts'
import { countRows, listRows } from '../../protocol/operations/lists.ts'
import type { FilterValues, Row } from '../../protocol/resource.ts'
import type { ResourceName } from '../../protocol/resources/index.ts'
import type { Api } from './api.ts'

export interface ListQuery { filters: FilterValues; sort: string | null; descending: boolean }
export interface RowCount { count: number; isAtLeast: boolean }

/**
 * The rows of one list as they are scrolled to, page after page by keyset. `ask` begins anew; `refresh` reads what
 * is looked at again and keeps everything in place. Answers to an older question are dropped.
 */
export class ListSource {
  /** Null until the first page is there. */
  count: RowCount | null = null
  fault: OperationFault | null = null
  readonly #parts: ListSourceParts
  #query: ListQuery = { filters: {}, sort: null, descending: false }
  #pages: ListPage[] = []
  /** One page after another: each needs the key where the one before ended. */
  #turn: Promise<void> = Promise.resolve()
  #round = 0

  constructor(parts: ListSourceParts) {
    this.#parts = parts
  }

  get query(): ListQuery {
    return this.#query
  }

  /** Rows known so far, and a page of places for those below while there are some. */
  get size(): number {
    const last = this.#pages.at(-1)
    return this.rows.length + (last === undefined || last.next !== null ? pageRows : 0)
  }

  get isLoaded(): boolean {
    return this.#pages.length > 0
  }

  get isEmpty(): boolean {
    return this.isLoaded && this.rows.length === 0
  }

  get rows(): Row[] {
    return this.#pages.flatMap(({ rows }) => rows)
  }

  ask(query: ListQuery): void {
    this.#query = query
    this.#round += 1
    this.#pages = []
    this.#turn = Promise.resolve()
    this.count = null
    this.fault = null
    this.#parts.onChanged('asked')
    void this.page(0)
    void this.#recount()
  }

  /** Waits for the page and those above it; empty beyond the end. */
  async page(index: number): Promise<Row[]> {
    const round = this.#round
    while (round === this.#round && this.#pages.length <= index && this.fault === null && !this.#isComplete) {
      this.#turn = this.#turn.then(() => this.#readMore(index, round))
      await this.#turn
    }
    return round === this.#round ? this.#pages[index]?.rows ?? [] : []
  }

  pageNow(index: number): Row[] | null {
    return this.#pages[index]?.rows ?? (this.#isComplete ? [] : null)
  }

  /** Reads the pages of the visible rows again; what lies below them is read when it is scrolled to. */
  async refresh({ first, last }: { first: number; last: number }): Promise<void> {
    if (this.fault !== null && !this.isLoaded) return this.retry()
    const round = this.#round
    const from = Math.floor(Math.max(0, first) / pageRows)
    const to = Math.min(Math.floor(Math.max(0, last) / pageRows), this.#pages.length - 1)
    for (let index = from; index <= to; index += 1) {
      const before = this.#pages[index]
      if (before === undefined) return
      const page = await this.#read(before.after)
      if (round !== this.#round || page === null) return
      this.#pages[index] = page
      if (page.next !== before.next) this.#pages.length = index + 1
    }
    this.#parts.onChanged('refreshed')
    await this.#recount()
  }

  retry(): void {
    this.ask(this.#query)
  }

  get #isComplete(): boolean {
    const last = this.#pages.at(-1)
    return last !== undefined && last.next === null
  }

  async #readMore(upTo: number, round: number): Promise<void> {
    if (round !== this.#round || this.#pages.length > upTo || this.#isComplete) return
    const page = await this.#read(this.#pages.at(-1)?.next ?? null)
    if (round !== this.#round) return
    if (page !== null) this.#pages.push(page)
    this.#parts.onChanged('loaded')
  }

  async #read(after: string | null): Promise<ListPage | null> {
    const { api, resource } = this.#parts
    const { filters, sort, descending } = this.#query
    const round = this.#round
    const order = sort === null ? {} : { sort, descending }
    const answer = await api.call(listRows, { resource, filters, ...order, after, rows: pageRows })
    if (round !== this.#round) return null
    this.fault = answer.ok ? null : answer.fault
    if (!answer.ok) this.#parts.onChanged('loaded')
    return answer.ok ? { after, ...answer.output } : null
  }

  async #recount(): Promise<void> {
    const round = this.#round
    const answer = await this.#parts.api.call(countRows, {
      resource: this.#parts.resource, filters: this.#query.filters,
    })
    if (round !== this.#round || !answer.ok) return
    this.count = answer.output
    this.#parts.onChanged('counted')
  }
}

export type ListChange = 'asked' | 'loaded' | 'refreshed' | 'counted'

interface ListSourceParts { api: Api; resource: ResourceName; onChanged: (what: ListChange) => void }
interface ListPage { after: string | null; rows: Row[]; next: string | null }

/** Three screens of a dense list; the grid asks for pages of the same size. */
export const pageRows = 60
