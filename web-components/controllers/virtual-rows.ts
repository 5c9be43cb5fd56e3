import { type VirtualItem, Virtualizer, elementScroll, observeElementOffset, observeElementRect }
  from '@tanstack/virtual-core'
import type { ReactiveController, ReactiveControllerHost } from 'lit'

export interface VirtualRowsOptions {
  scroller: () => HTMLElement | null
  count: () => number
  keyOf: (index: number) => string | number
  estimateSize: (index: number) => number
  /** Rows are as high as estimated: none is measured, which spares a layout with each row that comes into view. */
  exact?: boolean
  /** Room above the first and below the last row. */
  paddingPx?: number
  /** Rows grow at the end and stick to it, as in a chat. */
  fromEnd?: boolean
}

/**
 * Renders only the rows in view. The host sets what `count` and `keyOf` answer before its update (in
 * `willUpdate`) and renders `items` inside a sizer of `totalSize`, each row with `data-index`, absolutely at its
 * own `start`: so a row above the screen that turns out taller than guessed moves nothing that is read.
 */
export class VirtualRows implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #options: VirtualRowsOptions
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>
  #unmount: (() => void) | null = null

  constructor(host: ReactiveControllerHost & HTMLElement, options: VirtualRowsOptions) {
    this.#host = host
    this.#options = options
    this.#virtualizer = new Virtualizer(this.#read())
    host.addController(this)
  }

  get items(): VirtualItem[] {
    return this.#virtualizer.getVirtualItems()
  }

  get totalSize(): number {
    return this.#virtualizer.getTotalSize()
  }

  isAtEnd(within = endWithinPx): boolean {
    return this.#virtualizer.isAtEnd(within)
  }

  scrollToEnd(): void {
    this.#virtualizer.scrollToEnd()
  }

  scrollToIndex(index: number, align: 'auto' | 'start' = 'auto'): void {
    this.#virtualizer.scrollToIndex(index, { align })
  }

  /** All rows have other heights now. */
  measureAgain(): void {
    this.#virtualizer.measure()
  }

  /** The first row that is on screen, even by a part. */
  firstShown(): VirtualItem | null {
    const from = this.#options.scroller()?.scrollTop ?? 0
    return this.items.find(({ end }) => end > from) ?? null
  }

  hostConnected(): void {
    this.#unmount = this.#virtualizer._didMount()
  }

  hostDisconnected(): void {
    this.#unmount?.()
    this.#unmount = null
  }

  hostUpdate(): void {
    this.#virtualizer.setOptions(this.#read())
  }

  hostUpdated(): void {
    this.#virtualizer._willUpdate()
    if (this.#options.exact === true) return
    const scroller = this.#options.scroller()
    const rows = scroller?.querySelectorAll<HTMLElement>('[data-index]') ?? []
    for (const row of rows) this.#virtualizer.measureElement(row)
  }

  #read(): ConstructorParameters<typeof Virtualizer<HTMLElement, HTMLElement>>[0] {
    const { scroller, count, keyOf, estimateSize, paddingPx = 0, fromEnd = false } = this.#options
    return {
      count: count(), getItemKey: keyOf, estimateSize, getScrollElement: scroller, overscan: 8,
      paddingStart: paddingPx, paddingEnd: paddingPx,
      scrollToFn: elementScroll, observeElementOffset, observeElementRect,
      onChange: () => this.#host.requestUpdate(),
      ...fromEnd && { anchorTo: 'end' as const, followOnAppend: true, scrollEndThreshold: endWithinPx },
    }
  }
}

/** Nobody means to have left the end by less than this. */
const endWithinPx = 48
