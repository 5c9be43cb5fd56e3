import type { HttpRequest, HttpResponse } from 'uWebSockets.js'
import { STATUS_CODES } from 'node:http'
import type { Refusal } from '../operations/refusal.ts'
import { addressOf } from './address.ts'
import { readHead } from './read-head.ts'

export interface Answer {
  status: number
  headers?: readonly (readonly [string, string])[]
  /** Absent with `bytes` for HEAD. */
  body?: string | Uint8Array
  /** Content-Length of an answer without a body. */
  bytes?: number
  /** The rest of the request isn't wanted. */
  close?: boolean
}

/**
 * One request and its answer. uWebSockets.js takes the request away when the handler returns, and the
 * response when the peer has gone: the head is copied, and nothing is written after `gone`.
 */
export class Exchange {
  readonly res: HttpResponse
  readonly method: string
  readonly path: string
  readonly address: string
  readonly headers: ReadonlyMap<string, string>
  /** Its head can be read in two ways: the answer ends the connection. */
  readonly fault: string | null
  readonly endless: boolean
  /** The peer has gone, or was answered. */
  over = false
  private readonly onGone: (() => void)[] = []

  constructor(res: HttpResponse, req: HttpRequest, { trustForwarded }: { trustForwarded: boolean }) {
    this.res = res
    this.method = req.getMethod()
    this.path = req.getUrl()
    const { headers, fault, endless } = readHead(req)
    this.headers = headers
    this.fault = fault
    this.endless = endless
    const forwarded = trustForwarded ? headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
    this.address = addressOf(forwarded ?? Buffer.from(res.getRemoteAddressAsText()).toString())
    res.onAborted(() => {
      this.over = true
      for (const listener of this.onGone) listener()
    })
  }

  header(name: string): string {
    return this.headers.get(name) ?? ''
  }

  /** Called when the peer goes before it was answered. */
  readonly whenGone = (listener: () => void): void => {
    this.onGone.push(listener)
  }

  /** Cuts the connection without an answer. */
  close(): void {
    if (!this.over) this.res.close()
  }

  answer({ status, headers = [], body, bytes, close = this.fault !== null }: Answer): void {
    if (this.over) return
    this.over = true
    this.res.cork(() => {
      this.writeHead({ status, headers })
      if (status === 204 || status === 304) this.res.endWithoutBody(undefined, close)
      else if (body === undefined && bytes !== undefined) this.res.endWithoutBody(bytes, close)
      else this.res.end(body ?? '', close)
    })
  }

  /** Only while corked; for answers that are streamed. */
  writeHead({ status, headers = [] }: Pick<Answer, 'status' | 'headers'>): void {
    this.res.writeStatus(`${status} ${STATUS_CODES[status] ?? 'Unknown'}`)
    this.res.writeHeader('X-Content-Type-Options', 'nosniff')
    for (const [name, value] of headers) this.res.writeHeader(name, value)
  }

  json(status: number, value: unknown, headers: readonly (readonly [string, string])[] = []): void {
    const all = [...jsonHeaders, ...headers]
    if (this.method === 'head') this.answer({ status, headers: all, bytes: 0 })
    else this.answer({ status, headers: all, body: JSON.stringify(value) })
  }

  refuse(refusal: Refusal, headers: readonly (readonly [string, string])[] = []): void {
    const retry = refusal.retryMs ?? (refusal.status === 503 ? retryMs : null)
    const after = retry === null ? [] : [['Retry-After', String(Math.ceil(retry / 1000))] as const]
    this.json(refusal.status, refusal.fault, [...after, ...headers])
  }
}

const jsonHeaders = [
  ['Content-Type', 'application/json; charset=utf-8'], ['Cache-Control', 'no-store'],
] as const
/** What a 503 advises. */
const retryMs = 1_000
