import type { HttpRequest, HttpResponse } from 'uWebSockets.js'
import { refuse } from '../operations/refusal.ts'
import { Exchange } from './exchange.ts'
import type { HttpConfig } from './http-parts.ts'

type Handler = (res: HttpResponse, req: HttpRequest) => void

/** A route's handler. What has an ambiguous head is answered here and cut: nobody reads on behind it. */
export function exchanging(
  config: Pick<HttpConfig, 'trustForwarded'>, handle: (exchange: Exchange, req: HttpRequest) => void,
): Handler {
  return (res, req) => {
    const exchange = new Exchange(res, req, config)
    if (exchange.fault === null) handle(exchange, req)
    else if (exchange.endless) exchange.close()
    else exchange.refuse(refuse('badRequest', exchange.fault))
  }
}
