import type { AnyOperation, InputOf, OperationFault, OutputOf } from '../../protocol/operation.ts'

/**
 * The hub's operations over HTTP, typed by their definitions. Never throws: the world's faults are answers.
 */
export interface Api {
  call<O extends AnyOperation>(operation: O, input: Given<InputOf<O>>): Promise<Answer<OutputOf<O>>>
}

export type Answer<Output> = { ok: true; output: Output } | { ok: false; fault: OperationFault }

/** An input whose nullable fields may be left out. */
export type Given<Input> =
  { [K in keyof Input as null extends Input[K] ? never : K]: Input[K] }
  & { [K in keyof Input as null extends Input[K] ? K : never]?: Input[K] }

export interface ApiParts {
  fetch?: typeof globalThis.fetch
  /** The session ended: the person has to sign in again. */
  onSignedOut?: () => void
}

export function newApi({ fetch = (...args) => globalThis.fetch(...args), onSignedOut }: ApiParts = {}): Api {
  return {
    async call<O extends AnyOperation>(operation: O, input: Given<InputOf<O>>): Promise<Answer<OutputOf<O>>> {
      const answer = await post<OutputOf<O>>(fetch, { name: operation.name, input })
      const signedOut = !answer.ok && answer.fault.code === 'notSignedIn'
      if (signedOut && operation.permission !== 'public') onSignedOut?.()
      return answer
    },
  }
}

/** Worth asking again a little later, without a change by anybody. */
export function isPassing({ code }: OperationFault): boolean {
  return passing.has(code)
}

async function post<Output>(
  fetch: typeof globalThis.fetch, { name, input }: { name: string; input: unknown },
): Promise<Answer<Output>> {
  let response: Response
  try {
    response = await fetch(`/api/${name}`, {
      method: 'POST', credentials: 'same-origin', headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input), signal: AbortSignal.timeout(answerMs),
    })
    const body: unknown = await response.json()
    if (response.ok) return { ok: true, output: body as Output }
    return { ok: false, fault: readFault(body, response.status) }
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError'
    return { ok: false, fault: late ? lateFault : offlineFault }
  }
}

/** A proxy in between may answer with something else than a fault of ours. */
function readFault(body: unknown, status: number): OperationFault {
  const { code, reason } = (typeof body === 'object' && body !== null ? body : {}) as Partial<OperationFault>
  if (typeof code === 'string' && typeof reason === 'string') return body as OperationFault
  return { code: status === 401 ? 'notSignedIn' : status >= 500 ? 'away' : 'bug', reason: `HTTP ${status}` }
}

const lateFault: OperationFault = { code: 'timeout', reason: 'no answer in time' }
const offlineFault: OperationFault = { code: 'offline', reason: 'no connection' }
const passing = new Set(['offline', 'timeout', 'away', 'databaseAway', 'projectorBehind', 'tooMany', 'hubBusy'])

/** The hub itself gives up waiting for storage after 5 s; a slow link gets three times that. */
const answerMs = 15_000
