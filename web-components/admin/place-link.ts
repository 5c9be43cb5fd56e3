import { html } from 'lit'
import { may } from '../data/admin.ts'
import type { Admin } from '../data/admin.ts'
import { hrefOf, pageAt } from './navigation.ts'
import { accessOf } from './page.ts'

/** A number that leads to the rows it counts; plain where their page isn't there, or not allowed. */
export function placeLink(
  { path, params, text, admin }: { path: string; params: Record<string, string>; text: string; admin: Admin },
) {
  const page = pageAt(`/admin/${path}`)
  return page === null || !may(admin, accessOf(page)) ? html`<span class="digits">${text}</span>`
    : html`<a class="digits" href=${`${hrefOf(page)}?${new URLSearchParams(params).toString()}`}>${text}</a>`
}
