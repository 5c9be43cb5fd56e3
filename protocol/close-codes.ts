/**
 * Close codes carry the advice: the range says whether to come back. 4000–4099 now (after a small random
 * delay) · 4200–4299 after the delay the reason names (`retry=<ms>`) · 4400–4499 the peer is at fault: mend,
 * then come back no sooner than a minute · 4500–4599 never with this key or session.
 */
export type ComeBack = 'now' | 'later' | 'mended' | 'never'

export interface CloseCode {
  readonly code: number
  readonly name: string
  readonly comeBack: ComeBack
  readonly about: string
}

export function comeBackOf(code: number): ComeBack {
  if (code >= 4500 && code <= 4599) return 'never'
  if (code >= 4400 && code <= 4499) return 'mended'
  if (code >= 4200 && code <= 4299) return 'later'
  return 'now'
}

/** The reason text of a close, at most 123 bytes: `<name>[ retry=<ms>][ <detail>]`. */
export function closeReason(
  code: CloseCode, { retryMs, detail }: { retryMs?: number; detail?: string } = {},
): string {
  const parts = [code.name]
  if (retryMs !== undefined) parts.push(`retry=${Math.round(retryMs)}`)
  if (detail !== undefined) parts.push(detail.replace(/[^\x20-\x7e]/g, '?'))
  return parts.join(' ').slice(0, 123)
}

/** The delay that a close reason names, in ms, or null. */
export function retryMsOf(reason: string): number | null {
  const found = /\bretry=(\d{1,9})\b/.exec(reason)
  return found === null ? null : Number(found[1])
}

function closeCode(code: number, name: string, about: string): CloseCode {
  return { code, name, comeBack: comeBackOf(code), about }
}

export const closeCodes = {
  hubRestarts: closeCode(
    4000, 'hub-restarts', 'This hub stops or starts anew; another may take you at once.',
  ),
  actorRestarted: closeCode(
    4001, 'actor-restarted', 'The hub lost its state of this connection; what was acked is kept.',
  ),
  sequenceHole: closeCode(
    4002, 'sequence-hole', 'A number was skipped. Resend from the one after the welcome’s.',
  ),
  silent: closeCode(4003, 'silent', 'Nothing was heard for three heartbeats.'),
  tooSlow: closeCode(
    4004, 'too-slow', 'The peer read too slowly; what it missed is kept and comes after the next hello.',
  ),
  fenced: closeCode(4005, 'fenced', 'A newer connection or a restart made this one void.'),

  hubBusy: closeCode(4200, 'hub-busy', 'Too many arrive at once; come back after the named delay.'),
  flood: closeCode(4201, 'flood', 'More messages a second than allowed.'),
  replaced: closeCode(
    4202, 'replaced', 'The same device or tab connected again; the newer connection stays.',
  ),
  draining: closeCode(4203, 'draining', 'The hub drains; come back after the named delay, anywhere.'),
  journalFull: closeCode(4204, 'journal-full', 'Nothing can be stored now; keep what you have.'),

  malformedFrame: closeCode(
    4400, 'malformed-frame', 'A frame was no array of messages, too long, too many or too deep.',
  ),
  protocolError: closeCode(4401, 'protocol-error', 'A message that is not allowed in this state.'),
  wrongVersion: closeCode(4402, 'wrong-version', 'The hub speaks another version; the detail names it.'),
  windowExceeded: closeCode(4403, 'window-exceeded', 'More unacknowledged messages than the window allows.'),
  lateHello: closeCode(4404, 'late-hello', 'No hello in time.'),
  unreadableMessage: closeCode(
    4405, 'unreadable-message', 'A message without a readable number had a wrong field.',
  ),
  staleInstall: closeCode(4406, 'stale-install', 'Your numbers are not the hub’s: start a new install id.'),

  deviceRevoked: closeCode(4500, 'device-revoked', 'An administrator removed this phone; enrol again.'),
  signedOut: closeCode(4501, 'signed-out', 'The session ended or the user was disabled.'),
} as const
