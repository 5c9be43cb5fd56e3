/** What an agent says of themselves, as `seatModeChanged` says it. */
export interface SeatMode {
  /** Connected, but to be given nothing. */
  readonly away: boolean
  /** AUTO-4: whether keyword rules reply in this seat's conversations. */
  readonly autoReply: boolean
}

/** Of who never said anything. */
export const usualMode: SeatMode = { away: false, autoReply: false }
