import type { MediaId, MsgSvrId, PeerId, TaskId } from '../../protocol/ids.ts'
import type { FriendProfile } from '../../protocol/kinds.ts'
import type { Utterance } from './chatter.ts'
import { type Content, contentOf } from './chatter/attributes.ts'
import type { LineKind } from './chatter/script.ts'
import type { Dice } from './dice.ts'
import type { Member } from './fleet.ts'
import { newPicture } from './media/pictures.ts'
import { newSilkNote } from './media/voice-note.ts'
import { sendsWhole } from './obedience.ts'
import type { Timers } from './timers.ts'

interface Place {
  member: Member
  peer: PeerId
  /** Who of a room. */
  sender?: PeerId
}

interface Media {
  media?: MediaId
  thumbnail?: MediaId
}

/** Makes a message of what somebody says, with a real picture or voice note where it has one. */
export class Speaker {
  readonly #dice: Dice
  readonly #timers: Timers
  readonly #onTrouble: (what: string) => void

  constructor(
    { dice, timers, onTrouble }: { dice: Dice; timers: Timers; onTrouble: (what: string) => void },
  ) {
    this.#dice = dice
    this.#timers = timers
    this.#onTrouble = onTrouble
  }

  async say({ utterance, ...place }: Place & { utterance: Pick<Utterance, 'kind' | 'text'> }): Promise<void> {
    const content = contentOf(utterance, this.#dice)
    if (content.type === 'picture') return this.#showPicture(place, content)
    if (content.type === 'voice') return this.#speak(place, content)
    const { msgSvrId } = this.#write(place, content)
    this.#changesMind(place, content, msgSvrId)
  }

  /** Somebody of ours types on the phone itself. */
  type(
    { member, peer, content }: { member: Member; peer: PeerId; content: { kind: LineKind; text: string } },
  ): void {
    const { type, text, body } = contentOf(content, this.#dice)
    member.phone.write({ account: member.account.account, peer, type, text, body, direction: 'out' })
  }

  asksToBeFriends({ account, phone }: Member, friend: FriendProfile): TaskId {
    const greeting = this.#dice.pick(['我是朋友推荐来的', '想咨询一下', '你好，加一下', '群里看到的，想了解下', '我是老客户，换号了'])
    return phone.beAsked({ account: account.account, friend, greeting }).request
  }

  /** WeChat's own line, once the account has accepted. */
  becomesFriend({ account, phone }: Member, friend: FriendProfile): void {
    const text = `你已添加了${friend.nickname}，现在可以开始聊天了。`
    phone.write({ account: account.account, peer: friend.wxid, type: 'system', text })
  }

  /** The thumbnail goes ahead; the original follows, or stays on the phone until it is asked for. */
  async #showPicture(place: Place, content: Content): Promise<void> {
    const { phone, account } = place.member
    const { original, thumbnail, width, height } = newPicture(this.#dice)
    const small = await this.#upload(place, thumbnail, 'image/png')
    const body = { width, height, bytes: original.length }
    const { msgSvrId } = this.#write(place, { ...content, body }, small === null ? {} : { thumbnail: small })
    phone.keepOriginal(msgSvrId, { bytes: original, mime: 'image/png' })
    if (this.#dice.chance(0.15) || !sendsWhole(phone.state.configuration, place.peer)) return
    await this.#timers.pause(this.#dice.around(1_500))
    const media = await this.#upload(place, original, 'image/png')
    if (media === null) return
    phone.say(
      'mediaArrived', { account: account.account, peer: place.peer, msgSvrId, role: 'original', media },
    )
  }

  async #speak(place: Place, content: Content): Promise<void> {
    const durationMs = 'durationMs' in content.body ? content.body.durationMs ?? 4_000 : 4_000
    const note = await newSilkNote(this.#dice, Math.max(1, Math.round(durationMs / 1_000)))
    const media = await this.#upload(place, note, 'audio/silk')
    this.#write(
      place, { ...content, body: { durationMs, bytes: note.length } }, media === null ? {} : { media },
    )
  }

  #write({ member, peer, sender }: Place, { type, text, body }: Content, media: Media = {}) {
    return member.phone.write({ account: member.account.account, peer, type, text, body, sender, ...media })
  }

  /** Null while the phone is offline: WeChat shows such a picture without its content. */
  async #upload({ member }: Place, bytes: Buffer, mime: string) {
    return member.phone.upload(bytes, mime).catch((error: unknown) => {
      this.#onTrouble(`phone ${member.number}: ${String(error)}`)
      return null
    })
  }

  #changesMind({ member, peer }: Place, { type }: Content, msgSvrId: MsgSvrId): void {
    if (type !== 'text' || !this.#dice.chance(0.01)) return
    this.#timers.after(this.#dice.around(15_000), () => {
      member.phone.recall({ account: member.account.account, peer, msgSvrId })
    })
  }
}
