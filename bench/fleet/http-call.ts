import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'

export interface HttpAnswer {
  status: number
  headers: IncomingMessage['headers']
  body: Buffer
}

/**
 * One HTTP exchange on a connection of its own, closed with the answer, so that nothing is left open. Rejects
 * when the connection breaks. `cutAfterBytes`: the upload is cut off there, as by a lost network.
 */
export function httpCall({ url, method, headers = {}, body, cutAfterBytes, withinMs = answerMsMax }: {
  url: string; method: string; headers?: OutgoingHttpHeaders; body?: Uint8Array; cutAfterBytes?: number
  withinMs?: number
}): Promise<HttpAnswer> {
  const secure = url.startsWith('https:')
  const length = body === undefined ? {} : { 'content-length': body.length }
  return new Promise((resolve, reject) => {
    const call = (secure ? secureRequest : request)(url, {
      method, agent: secure ? secureLine : line, headers: { ...headers, ...length }, timeout: withinMs,
    }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({
        status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts),
      }))
      response.on('error', reject)
    })
    call.on('error', reject)
    call.on('timeout', () => call.destroy(new Error(`no answer within ${withinMs} ms`)))
    if (body === undefined || cutAfterBytes === undefined) call.end(body)
    else call.write(body.subarray(0, cutAfterBytes), () => call.destroy(new Error('cut off')))
  })
}

export function readJson(answer: HttpAnswer): unknown {
  return JSON.parse(answer.body.toString())
}

const line = new Agent({ keepAlive: false })
const secureLine = new SecureAgent({ keepAlive: false })
const answerMsMax = 30_000
