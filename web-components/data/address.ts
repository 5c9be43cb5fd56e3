import { type Signal, signal } from '@preact/signals-core'

/** Where the console is: a real path and its query, with the browser's history. */
export class Address {
  readonly at: Signal<Place> = signal(here())

  constructor() {
    addEventListener('popstate', () => { this.at.value = here() })
  }

  /** `replace`: the step before leads to where one was before this place, too. */
  go(path: string, { params, replace = false }: { params?: URLSearchParams; replace?: boolean } = {}): void {
    const query = params === undefined || params.size === 0 ? '' : `?${params}`
    if (path === location.pathname && query === location.search) return
    history[replace ? 'replaceState' : 'pushState'](null, '', `${path}${query}`)
    this.at.value = here()
  }

  /** For clicks on links of the console: without a reload, unless another tab is meant. */
  readonly onClick = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
    const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement)
    if (link === undefined || link.target !== '' || link.origin !== location.origin) return
    if (link.hasAttribute('download') || !/^\/admin(\/|$)/.test(link.pathname)) return
    event.preventDefault()
    this.go(link.pathname, { params: new URLSearchParams(link.search) })
  }
}

export interface Place { readonly path: string; readonly params: URLSearchParams }

function here(): Place {
  return { path: location.pathname, params: new URLSearchParams(location.search) }
}
