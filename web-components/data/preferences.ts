import { type ReadonlySignal, computed, effect, signal } from '@preact/signals-core'
import type { UserId } from '../../protocol/ids.ts'
import { type Preferences, savePreferences } from '../../protocol/operations/desk.ts'
import type { Api } from './api.ts'
import type { Desk } from './desk.ts'

export type FullPreferences = { [Name in keyof Preferences]-?: NonNullable<Preferences[Name]> }

export interface PreferenceKeeperParts {
  user: UserId
  desk: Desk
  api: Api
  storage?: Storage
  onFault: (text: string) => void
}

/**
 * How the user wants the console: as the hub has it, the same on every computer. What this browser knew last serves
 * until it was read; a change holds at once and is saved a moment later.
 */
export class PreferenceKeeper {
  readonly now: ReadonlySignal<FullPreferences>
  /** Without the defaults. */
  readonly given: ReadonlySignal<Preferences>
  readonly #own = signal<Preferences>({})
  readonly #parts: PreferenceKeeperParts
  readonly #place: string
  readonly #unsaved: string
  readonly #storage: Storage
  readonly #stop: () => void
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(parts: PreferenceKeeperParts) {
    this.#parts = parts
    this.#storage = parts.storage ?? localStorage
    this.#place = `ark:preferences:${parts.user}`
    this.#unsaved = `ark:preferences-unsaved:${parts.user}`
    this.#own.value = this.#read()
    // Changed just before the page was left: still to be saved.
    if (this.#storage.getItem(this.#unsaved) !== null) this.#saveSoon()
    this.given = this.#own
    this.now = computed(() => ({ ...defaults, ...this.#own.value }) as FullPreferences)
    this.#stop = effect(() => {
      const kept = parts.desk.preferences.value
      // What was changed here meanwhile is still to be saved.
      if (kept !== null && this.#timer === undefined) this.#take(kept)
    })
    globalThis.addEventListener?.('storage', this.#onStorage)
  }

  change(change: Preferences): void {
    this.#take({ ...this.#own.peek(), ...change })
    this.#write(this.#unsaved, '')
    this.#saveSoon()
  }

  stop(): void {
    this.#stop()
    globalThis.removeEventListener?.('storage', this.#onStorage)
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    void this.#save()
  }

  #saveSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#save(), saveMs)
  }

  async #save(): Promise<void> {
    this.#timer = undefined
    const answer = await this.#parts.api.call(savePreferences, { preferences: this.#own.peek() })
    if (answer.ok) this.#storage.removeItem(this.#unsaved)
    else this.#parts.onFault('个人设置没有保存，换一台电脑时会是旧的')
  }

  #take(preferences: Preferences): void {
    this.#own.value = preferences
    this.#write(this.#place, JSON.stringify(preferences))
  }

  #write(place: string, text: string): void {
    try {
      this.#storage.setItem(place, text)
    } catch {
      // Without storage the next start looks as by default for a moment.
    }
  }

  #read(): Preferences {
    try {
      return JSON.parse(this.#storage.getItem(this.#place) ?? '{}') as Preferences
    } catch {
      return {}
    }
  }

  /** Another tab of this browser. */
  readonly #onStorage = ({ key }: StorageEvent): void => {
    if (key === this.#place) this.#own.value = this.#read()
  }
}

export const defaults: FullPreferences = {
  notify: true, notifyShows: 'all', sound: 'drop', volume: 60, quietHours: false,
  quietFrom: 22 * 60, quietUntil: 8 * 60,
  density: 'comfortable', theme: 'system', keys: [],
}

const saveMs = 600
