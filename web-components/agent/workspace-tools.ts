import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, html } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import type { AccountId } from '../../protocol/ids.ts'
import { type CommandId, allCommands, commandOf, keyTable } from '../data/commands.ts'
import type { ConversationKey } from '../data/conversation-key.ts'
import { isTyped, keysOf } from '../data/keys.ts'
import { Notifier } from '../data/notifier.ts'
import type { PaletteItem } from '../data/palette-items.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { followThemePreference } from '../elements/follow-theme-preference.ts'
import { chooseTheme, nextTheme, themeChoice } from '../elements/theme.ts'
import type { ArkCommandPalette } from './command-palette.ts'
import './command-palette.ts'
import type { ArkSettingsDialog } from './settings-dialog.ts'
import './settings-dialog.ts'

/** What the workspace itself does, of what a key or the palette asked for. */
export type WorkspaceWish =
  | { kind: 'command'; command: CommandId }
  | { kind: 'conversation'; key: ConversationKey }
  | { kind: 'account'; account: AccountId }

/**
 * Keys, palette, settings and notices of the workspace: what isn't seen until it is asked for. Fires `wished` with a
 * WorkspaceWish.
 */
@customElement('ark-workspace-tools')
export class ArkWorkspaceTools extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @query('ark-command-palette') private palette!: ArkCommandPalette
  @query('ark-settings-dialog') private settings!: ArkSettingsDialog
  #notifier: Notifier | null = null
  #stopTheme: (() => void) | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('keydown', this.#onKey)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('keydown', this.#onKey)
    this.#notifier?.stop()
    this.#notifier = null
    this.#stopTheme?.()
  }

  protected override willUpdate(): void {
    this.#notifier ??= new Notifier(this.seat)
    this.#stopTheme ??= followThemePreference(this.seat.preferences)
  }

  protected override render() {
    return html`<ark-command-palette .seat=${this.seat} .keys=${this.#keys()}
        @palette-chosen=${this.#onChosen}></ark-command-palette>
      <ark-settings-dialog .seat=${this.seat} .notifier=${this.#notifier}></ark-settings-dialog>`
  }

  run(command: CommandId): void {
    switch (command) {
      case 'palette': return this.palette.open()
      case 'settings': return this.settings.open()
      case 'help': return this.settings.open('keys')
      case 'theme': return chooseTheme(nextTheme(themeChoice.peek()))
      case 'density': return this.#changeDensity()
      case 'pause': return this.#pause()
      default: return this.#wish({ kind: 'command', command })
    }
  }

  #keys(): ReadonlyMap<CommandId, string> {
    return keyTable(this.seat.preferences.now.value.keys)
  }

  #changeDensity(): void {
    const { preferences } = this.seat
    preferences.change({ density: preferences.now.peek().density === 'compact' ? 'comfortable' : 'compact' })
  }

  #pause(): void {
    const notifier = this.#notifier as Notifier
    const isPaused = notifier.pausedUntilMs.peek() > Date.now()
    notifier.pauseFor(isPaused ? 0 : pauseMs)
    const detail = isPaused ? '提醒已恢复' : '提醒已暂停一小时'
    this.dispatchEvent(new CustomEvent('notice', { detail, bubbles: true, composed: true }))
  }

  #wish(detail: WorkspaceWish): void {
    this.dispatchEvent(new CustomEvent('wished', { detail }))
  }

  readonly #onChosen = ({ detail }: CustomEvent<PaletteItem>): void => {
    switch (detail.kind) {
      case 'command': return this.run(detail.command)
      case 'account': return this.#wish({ kind: 'account', account: detail.account })
      default: return this.#wish({ kind: 'conversation', key: detail.key })
    }
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || event.defaultPrevented) return
    const keys = keysOf(event)
    const command = commandOf(keys, this.#keys())
    if (command === null || (isTyped(keys) && isWriting(event))) return
    const needsOpen = allCommands.find(({ id }) => id === command)?.needsOpen === true
    if (needsOpen && this.seat.open.peek() === null) return
    // A dialog keeps the keyboard to itself.
    if (event.composedPath().some((one) => one instanceof HTMLDialogElement && one.open)) return
    event.preventDefault()
    this.run(command)
  }
}

/** Somebody types a text: a letter alone is one of it. */
function isWriting(event: KeyboardEvent): boolean {
  const [target] = event.composedPath()
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
    || (target instanceof HTMLElement && target.isContentEditable)
}

const pauseMs = 60 * 60_000
