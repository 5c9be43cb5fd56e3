import type { PeerId } from '../../protocol/ids.ts'
import type { ChatroomProfile } from '../../protocol/kinds.ts'
import { typingMs } from './chatter.ts'
import { roomScripts } from './chatter/scripts/rooms.ts'
import { type Line, playScript, readChoice } from './chatter/script.ts'
import { newSlots } from './chatter/slots.ts'
import type { Dice } from './dice.ts'
import type { Member } from './fleet.ts'
import type { Speaker } from './speaker.ts'
import type { Timers } from './timers.ts'

export interface RoomTalkOptions {
  dice: Dice
  timers: Timers
  speaker: Speaker
  onTrouble: (what: string) => void
}

/** Chatrooms: several people play a script; some say something when we do. */
export class RoomTalk {
  readonly #options: RoomTalkOptions
  /** Rooms where a script is being played. */
  readonly #busy = new Set<PeerId>()

  constructor(options: RoomTalkOptions) {
    this.#options = options
  }

  begin(member: Member): void {
    const { dice } = this.#options
    const room = dice.pick(member.account.chatrooms)
    if (this.#busy.has(room.chatroom)) return
    const slots = newSlots({ dice, trade: member.account.trade })
    this.#play(member, room, playScript(dice.pick(roomScripts), { dice, slots }))
  }

  onAgentSent(member: Member, peer: PeerId): void {
    const { dice } = this.#options
    const room = member.account.chatrooms.find(({ chatroom }) => chatroom === peer)
    if (room === undefined || this.#busy.has(peer) || dice.chance(0.3)) return
    const count = dice.integer(1, 3)
    const lines = dice.some(['1', '2', '3', '4'], count).map(
      (speaker) => ({ speaker, ...readChoice(dice.pick(replies)) }),
    )
    this.#play(member, room, lines)
  }

  #play(member: Member, room: ChatroomProfile, lines: readonly Line[]): void {
    const { onTrouble } = this.#options
    this.#busy.add(room.chatroom)
    void this.#playAll(member, room, lines)
      .catch((error: unknown) => onTrouble(String(error)))
      .finally(() => this.#busy.delete(room.chatroom))
  }

  async #playAll(member: Member, room: ChatroomProfile, lines: readonly Line[]): Promise<void> {
    const { dice, timers, speaker } = this.#options
    const self = member.account.account as string
    const others = dice.some((room.members ?? []).filter(({ wxid }) => wxid !== self), 6)
    for (const line of lines) {
      await timers.pause(dice.around(4_000) + typingMs({ line, readChars: 10, dice }))
      const place = { member, peer: room.chatroom }
      const sender = others[Number(line.speaker) % others.length]?.wxid
      // Our own lines of the script are typed on the phone.
      if (line.speaker === 'a') speaker.type({ ...place, content: line })
      else if (sender !== undefined) await speaker.say({ ...place, sender, utterance: line })
    }
  }
}

const replies = ['收到', '好的群主', '谢谢', '[emoji 鼓掌]', '+1', '哈哈哈', '这个可以有', '求链接', '已读', '支持', '什么时候开始呀', '[强]']
