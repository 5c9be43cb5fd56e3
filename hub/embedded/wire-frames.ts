/** PostgreSQL wire protocol 3: `type byte, length (without the type byte), body`. */
export function frame(type: string, body: Buffer): Buffer {
  const bytes = Buffer.alloc(5 + body.length)
  bytes[0] = type.charCodeAt(0)
  bytes.writeInt32BE(4 + body.length, 1)
  body.copy(bytes, 5)
  return bytes
}

export function queryFrame(sql: string): Buffer {
  return frame('Q', Buffer.from(`${sql}\0`))
}

export function syncFrame(): Buffer {
  return frame('S', Buffer.alloc(0))
}

export function readyFrame(status: TransactionStatus): Buffer {
  return frame('Z', Buffer.of(status))
}

/** Text format, no columns listed: all that clients need to know to begin COPY. */
export function copyInFrame(): Buffer {
  return frame('G', Buffer.of(0, 0, 0))
}

export function errorFrame({ code, message }: { code: string, message: string }): Buffer {
  return frame('E', Buffer.from(`SERROR\0VERROR\0C${code}\0M${message}\0\0`))
}

/** What a server says after the start-up message, without asking for a password. */
export function greetingFrames(clientId: number): Buffer {
  const key = Buffer.alloc(8)
  key.writeInt32BE(clientId, 0)
  const settings = greetingSettings.map(([name, value]) => frame('S', Buffer.from(`${name}\0${value}\0`)))
  return Buffer.concat([frame('R', Buffer.alloc(4)), ...settings, frame('K', key), readyFrame(transactionStatus.idle)])
}

/** Calls `visit` for each frame of an answer; the end of a broken one is left out. */
export function eachFrame(bytes: Buffer, visit: (type: string, start: number, end: number) => void): void {
  for (let start = 0; start + 5 <= bytes.length;) {
    const end = start + 1 + bytes.readInt32BE(start + 1)
    visit(String.fromCharCode(bytes[start] ?? 0), start, end)
    start = end
  }
}

/**
 * Statements live in one session that all clients share, so each client's names get a prefix.
 * Returns the frame and, if it named a statement, the name that the session will know.
 */
export function renameStatement(message: Buffer, clientId: number): { message: Buffer, name: string | null } {
  const start = nameStart(message)
  const end = start === null ? -1 : message.indexOf(0, start)
  if (start === null || end <= start) return { message, name: null }
  const prefix = Buffer.from(`_${clientId}_`)
  const renamed = Buffer.concat([message.subarray(0, start), prefix, message.subarray(start)])
  renamed.writeInt32BE(renamed.length - 1, 1)
  return { message: renamed, name: renamed.toString('utf8', start, end + prefix.length) }
}

function nameStart(message: Buffer): number | null {
  switch (String.fromCharCode(message[0] ?? 0)) {
    case 'P': return 5
    case 'B': return message.indexOf(0, 5) + 1
    case 'D':
    case 'C': return message[5] === describesStatement ? 6 : null
    default: return null
  }
}

export function isCopyFromStdin(message: Buffer): boolean {
  if (message[0] !== 0x51) return false
  return /^\s*copy\b[\s\S]*\bfrom\s+stdin\b/i.test(message.toString('latin1', 5, Math.min(message.length, 2_000)))
}

/** The byte in ReadyForQuery: outside a transaction, inside one, inside a failed one. */
export const transactionStatus = { idle: 0x49, open: 0x54, failed: 0x45 } as const
export type TransactionStatus = typeof transactionStatus[keyof typeof transactionStatus]

const describesStatement = 'S'.charCodeAt(0)
const greetingSettings = [
  ['server_version', '17.5'], ['server_encoding', 'UTF8'], ['client_encoding', 'UTF8'], ['DateStyle', 'ISO, MDY'],
  ['TimeZone', 'UTC'], ['integer_datetimes', 'on'], ['standard_conforming_strings', 'on'],
] as const
