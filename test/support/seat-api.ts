import { httpCall, readJson } from '../../bench/fleet/http-call.ts'
import type { ChatMessage } from '../../protocol/chat-message.ts'
import type { AccountId, PeerId, Position } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { InputOf, OperationFault, OutputOf } from '../../protocol/operation.ts'
import type { ConversationRow, MessageRow } from '../../protocol/operations/chat.ts'
import type { OperationName, operations } from '../../protocol/operations/index.ts'

type Input<Name extends OperationName> = Partial<InputOf<(typeof operations)[Name]>>
type Output<Name extends OperationName> = OutputOf<(typeof operations)[Name]>

/** A refused operation, as an error for tests that expect none. */
export class ApiFault extends Error {
  readonly status: number
  readonly code: string

  constructor(operation: string, { status, code, reason }: { status: number; code: string; reason: string }) {
    super(`${operation}: ${status} ${code} ${reason}`)
    this.status = status
    this.code = code
  }
}

/** The HTTP side of a console, on connections of its own that leave nothing open. */
export class SeatApi {
  readonly #hub: () => string
  readonly #cookie: string

  constructor({ hub, cookie }: { hub: () => string; cookie: string }) {
    this.#hub = hub
    this.#cookie = cookie
  }

  async call<Name extends OperationName>(name: Name, input: Input<Name>): Promise<Output<Name>> {
    const answer = await httpCall({
      url: `${this.#hub()}/api/${name}`, method: 'POST', body: Buffer.from(JSON.stringify(input)),
      headers: { 'content-type': 'application/json', cookie: this.#cookie },
    })
    const body = readJson(answer) as Output<Name> | OperationFault
    if (answer.status === 200) return body as Output<Name>
    const { code, reason } = body as OperationFault
    throw new ApiFault(name, { status: answer.status, code, reason })
  }

  /** All conversations of the seat, page by page; `position` is where the last page was read. */
  async conversations(atLeast: Position | null): Promise<{ rows: ConversationRow[]; position: Position }> {
    const rows: ConversationRow[] = []
    let before: Position | null = null
    for (;;) {
      const input = { atLeast, before, rows: pageRows }
      const page: Output<'listConversations'> = await this.call('listConversations', input)
      rows.push(...page.rows)
      before = page.rows.at(-1)?.lastPosition ?? null
      if (!page.more || before === null) return { rows, position: page.position }
    }
  }

  async thread({ account, peer, atLeast }: {
    account: AccountId; peer: PeerId; atLeast: Position | null
  }): Promise<ChatMessage[]> {
    const messages: ChatMessage[] = []
    let last: MessageRow | null = null
    for (;;) {
      const below = { before: last?.position ?? null, beforeMs: last?.journalMs ?? null }
      const input = { account, peer, atLeast, ...below, rows: pageRows }
      const page: Output<'listMessages'> = await this.call('listMessages', input)
      messages.push(...page.rows.map(messageOf))
      last = page.rows.at(-1) ?? null
      if (!page.more || last === null) return messages
    }
  }
}

function messageOf({ body, ...row }: MessageRow): ChatMessage {
  return { ...row, body: Buffer.from(body, 'base64') }
}

/** Small enough that every larger test turns pages. */
const pageRows = Math.min(100, limits.pageRowsMax)
