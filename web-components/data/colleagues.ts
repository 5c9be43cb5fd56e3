import { signal } from '@preact/signals-core'
import type { UserId } from '../../protocol/ids.ts'
import { type SeatRow, listSeats } from '../../protocol/operations/teamwork.ts'
import type { Api } from './api.ts'

/** Who else serves customers: for names beside notes, for transfers, and for whom a supervisor looks after. */
export class Colleagues {
  readonly rows = signal<readonly SeatRow[]>([])
  readonly failed = signal(false)
  readonly #api: Api
  #reading: Promise<void> | null = null
  #names = new Map<UserId, string>()

  constructor(api: Api) {
    this.#api = api
  }

  /** As they are now. */
  read(): Promise<void> {
    this.#reading ??= this.#read().finally(() => { this.#reading = null })
    return this.#reading
  }

  /** Their name; asked for once where it isn't known. */
  nameOf(user: UserId): string {
    const rows = this.rows.value
    const name = this.#names.get(user)
    if (name === undefined && rows.length === 0 && !this.failed.value) void this.read()
    return name ?? '同事'
  }

  async #read(): Promise<void> {
    const answer = await this.#api.call(listSeats, {})
    this.failed.value = !answer.ok
    if (!answer.ok) return
    this.#names = new Map(answer.output.rows.map(({ user, name }) => [user, name]))
    this.rows.value = answer.output.rows
  }
}

/** Departments as they come, in each the present ones first, then by name. */
export function byDepartment(rows: readonly SeatRow[], search: string): [department: string, seats: SeatRow[]][] {
  const wanted = rows.filter(({ name, department }) => `${name} ${department}`.includes(search.trim()))
  const groups = new Map<string, SeatRow[]>()
  const sorted = wanted.toSorted((a, b) => Number(b.online) - Number(a.online) || byName.compare(a.name, b.name))
  for (const row of sorted) groups.set(row.department, [...groups.get(row.department) ?? [], row])
  return [...groups].sort(([a], [b]) => byName.compare(a, b))
}

const byName = new Intl.Collator('zh-CN-u-co-pinyin', { numeric: true })
