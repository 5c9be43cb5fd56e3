/**
 * Every limit of the wire in one place. A limit has a unit (last in its name), a reason and a neighbour it
 * must agree with; the relations are asserted when the module loads.
 */
const KiB = 1024
const MiB = 1024 * KiB
const SECOND = 1000
const DAY = 24 * 3600 * SECOND

/** Version of the phone and seat protocol. A peer with another major version is refused (close 4402). */
export const protocolVersion = 1

export const limits = Object.freeze({
  /**
   * One WebSocket frame. Holds a full snapshot part; small enough that 20,000 phones can't fill the memory
   * with one frame each.
   */
  frameBytesMax: 256 * KiB,
  /**
   * One frame from the hub. The hub writes an event again in its own words: the longest event that fits a
   * peer's frame grows to at most three times its size.
   */
  downlinkBytesMax: 1 * MiB,
  /** Messages in one frame: a phone that comes back sends its backlog in a few frames. */
  frameMessagesMax: 1_000,
  /** Nesting of arrays and maps in one frame; ours is at most 5 deep. */
  frameDepthMax: 16,

  /** Text of one message; WeChat itself stops at about 16 KB. */
  textBytesMax: 16 * KiB,
  /** Opaque attributes of one message (quote, merged history, mini program…). */
  bodyBytesMax: 64 * KiB,
  /** Names, remarks, reasons. */
  nameBytesMax: 512,
  /** What one user has begun to write and not sent, the newest kept: of so many conversations, and bytes in all. */
  draftsMax: 200,
  draftsBytesMax: 512 * KiB,
  /** Conversations one user has pinned, the newest kept: more than a screen of them is no order any more. */
  pinsMax: 100,
  /** Ids: wxid, chatroom id, task id. WeChat’s id of somebody who is no friend yet (v3_…) takes about 170. */
  idBytesMax: 256,
  /** One entry of a friend or chatroom list, packed. */
  profileBytesMax: 8 * KiB,
  /** Entries of one snapshot part: 200 × ~0.5 KB stays well inside a frame. */
  snapshotEntriesMax: 200,
  /** Members of a chatroom: WeChat allows 500. */
  chatroomMembersMax: 500,

  /**
   * Unacknowledged uplink messages of one phone. The welcome and each ack name the current window, never
   * above this.
   */
  uplinkWindowMax: 1_000,
  /** Window while the journal is nearly full or the projector far behind. */
  uplinkWindowMin: 16,
  /** Unacknowledged numbered frames of one console tab. */
  tabWindowMax: 200,
  /** Messages one phone may send in one second on average, and in one burst. Above: close 4201. */
  uplinkPerSecondMax: 2_000,
  uplinkBurstMax: 20_000,
  /** The same for one console tab; a person can't type that fast. */
  tabPerSecondMax: 50,
  tabBurstMax: 500,

  /** A peer says something at least this often; three silent periods and it is gone. */
  heartbeatMs: 30 * SECOND,
  silenceMs: 90 * SECOND,
  /** From the upgrade to the hello. */
  greetingMs: 10 * SECOND,

  /** Commands open per device; a send above it is refused with `deviceBusy`. */
  openCommandsMax: 1_000,
  /** A command that the phone hasn't answered by then ends as unknown or failed. */
  commandExpiresMs: 1 * DAY,
  /** Contacts of one importContacts; a longer list goes in several. 500 × ~100 bytes fit a command's arguments. */
  importContactsMax: 500,
  /** Conversations that one fact assigns; more go in several. 500 ids of 256 bytes fit half a frame. */
  assignedPeersMax: 500,
  /** Keyword rules, each tried on every message of a customer, and the words of one. */
  autoReplyRulesMax: 200,
  autoReplyKeywordsMax: 20,
  /** Rules of assignment: each decision goes through all of them. */
  rulesMax: 100,
  /** Groups, accounts or departments that one rule names. */
  ruleEntriesMax: 200,
  /** Seats whose daily caps are read or set at once. */
  seatCapsMax: 1_000,
  /** A private note of an agent, and whom it calls; what goes with a conversation that is handed over. */
  noteBytesMax: 4 * KiB,
  mentionsMax: 20,
  handoverBytesMax: 1 * KiB,
  /** How long a console is told to wait before it loads afresh. */
  loadInMsMax: 30 * SECOND,
  /** Colleagues named as looking at one conversation. */
  attendingMax: 20,
  /** Apps a phone may show, by package name. */
  visibleAppsMax: 200,
  /** Sensitive words of the company, changes of them that one fact tells, and the length of one. */
  sensitiveWordsMax: 5_000,
  sensitiveWordsAtOnceMax: 500,
  sensitiveWordBytesMax: 128,
  /** Words that the refusal of one message names. */
  blockedWordsMax: 20,
  /** One masking pattern. */
  patternBytesMax: 2 * KiB,
  /** A source (install, tab) unused for so long is expired and opens anew. */
  sourceExpiresMs: 30 * DAY,
  /**
   * A task id is remembered by the phone at least this long, so that a repeated command is answered, not
   * repeated.
   */
  taskMemoryMs: 7 * DAY,

  /**
   * One media file: WeChat's own limit for files is 1 GB, for video 200 MB; the hub takes what a chat needs.
   */
  mediaBytesMax: 200 * MiB,
  pictureBytesMax: 32 * MiB,
  voiceBytesMax: 10 * MiB,
  /** JSON body of one operation. */
  operationBytesMax: 256 * KiB,
  /** An enrolment token lives so long. */
  enrolmentMs: 10 * 60 * SECOND,

  /** Rows of one page of conversations or messages. */
  pageRowsMax: 200,
  /** Rows counted exactly; beyond it a console reads 10000+. */
  countRowsMax: 10_000,
  /** Rows of a selection by ids: what a person ticks. All that a search finds has no limit. */
  selectedRowsMax: 2_000,
  /** Entries of a filter that takes many, and of what a list of options answers. */
  filterEntriesMax: 200,
  optionsMax: 50,
  /** A finished job's file and failed rows are kept so long. */
  jobKeptMs: 7 * DAY,
})

function relate(holds: boolean, what: string): void {
  if (!holds) throw new Error(`limits disagree: ${what}`)
}
relate(limits.textBytesMax + limits.bodyBytesMax + 4 * KiB < limits.frameBytesMax, 'one message fits a frame')
relate(limits.downlinkBytesMax > 3 * limits.frameBytesMax, 'what a peer says can be told to others')
relate(limits.uplinkWindowMin < limits.uplinkWindowMax, 'the window can shrink')
relate(limits.uplinkWindowMax <= limits.uplinkBurstMax, 'a full window is no flood')
relate(limits.heartbeatMs * 2 < limits.silenceMs, 'one lost heartbeat is no silence')
relate(limits.commandExpiresMs < limits.taskMemoryMs, 'a phone remembers a task longer than it is repeated')
relate(limits.textBytesMax <= limits.draftsBytesMax, 'one draft fits')
relate(limits.sensitiveWordsAtOnceMax * 2 * limits.sensitiveWordBytesMax < limits.frameBytesMax, 'words fit a fact')
relate(limits.pictureBytesMax <= limits.mediaBytesMax, 'a picture is a media file')
