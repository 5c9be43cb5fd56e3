import { setTimeout as sleep } from 'node:timers/promises'
import type { Dice } from '../../bench/fleet/dice.ts'
import { hastyDelays } from '../../bench/fleet/come-back.ts'
import { loadPhoneState, savePhoneState } from '../../bench/fleet/phone-state.ts'
import { type Received, newMsgSvrId, performHonestly } from '../../bench/fleet/phone-tasks.ts'
import type { TaskOutcome } from '../../bench/fleet/task-outcome.ts'
import { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { messageReceived, taskFinished } from '../../protocol/events/phone.ts'
import { type AccountId, type MsgSvrId, type PeerId, type TaskId, isChatroom } from '../../protocol/ids.ts'
import type { PhoneHistory, Said } from './history.ts'

export interface FaultPhoneOptions {
  phone: SimulatedPhone
  hubs: readonly string[]
  account: AccountId
  peers: readonly PeerId[]
  dice: Dice
}

interface Result {
  outcome: string
  msgSvrId: MsgSvrId | null
}

/**
 * A phone under load that notes what it said, what was acked, and what its WeChat did. Its software may be
 * restarted or set back to a backup; WeChat and the notes stay.
 */
export class FaultPhone {
  readonly account: AccountId
  readonly peers: readonly PeerId[]
  readonly #hubs: readonly string[]
  readonly #dice: Dice
  readonly #said: Said[] = []
  /** Said and not known to be acked, in order. */
  #pending: Said[] = []
  readonly #done = new Map<TaskId, TaskOutcome>()
  readonly #executed: PhoneHistory['executed'] = []
  /** What the software told the hub of each task. */
  readonly #results = new Map<TaskId, Result>()
  readonly #faults: string[] = []
  #phone: SimulatedPhone
  #restores = 0

  /** `phone` is enrolled and was never connected. */
  constructor({ phone, hubs, account, peers, dice }: FaultPhoneOptions) {
    this.account = account
    this.peers = peers
    this.#hubs = hubs
    this.#dice = dice
    this.#phone = this.#newPhone(savePhoneState(phone.state))
    this.#phone.logIn({ wxid: account, nickname: account })
  }

  get phone(): SimulatedPhone { return this.#phone }
  get saidCount(): number { return this.#said.length }

  connect(): void {
    // Whoever needs to know asks `live`; a phone that isn't connected tries on by itself.
    void this.#phone.connect().catch(() => undefined)
  }

  /** Something happens in WeChat. */
  say(): void {
    const dice = this.#dice
    const recallable = dice.chance(0.03) ? this.#said.at(-1) : undefined
    if (recallable !== undefined) return void this.#phone.recall(recallable)
    const said: Said = {
      account: this.account, peer: dice.pick(this.peers), msgSvrId: newMsgSvrId(),
      text: `${this.account} ${this.#said.length}`, direction: dice.chance(0.15) ? 'out' : 'in', acked: false,
    }
    this.#said.push(said)
    this.#pending.push(said)
    this.#phone.write(said)
  }

  drop(): void {
    this.#phone.dropTheLine()
  }

  backUp(): void {
    this.#phone.backUp()
  }

  /** The software is killed and started again from its disk. */
  async restart(): Promise<void> {
    const disk = savePhoneState(this.#phone.state)
    this.#phone.removeAllListeners()
    this.#phone.pullTheCable()
    const before = this.#phone
    this.#phone = this.#newPhone(disk)
    await before.stop()
    this.connect()
  }

  /** The software is set back; what it said since, and wasn't acked, it has forgotten. */
  async restore(): Promise<void> {
    this.#restores++
    await this.#phone.restoreBackup()
    this.#noteInterrupted(this.#phone)
    const kept = keptIds(this.#phone)
    this.#pending = this.#pending.filter(({ msgSvrId }) => kept.has(msgSvrId))
  }

  history(): PhoneHistory {
    return {
      account: this.account, said: this.#said, executed: this.#executed, results: this.#results,
      restores: this.#restores, faults: this.#faults,
    }
  }

  #newPhone(disk: Uint8Array): SimulatedPhone {
    const phone = new SimulatedPhone({
      hubs: this.#hubs, state: loadPhoneState(disk), delays: hastyDelays, random: () => this.#dice.next(),
      perform: (received, on) => this.#perform(received, on),
    })
    this.#noteInterrupted(phone)
    phone.on('executed', ({ task }, { outcome, msgSvrId = null }) => this.#noteResult(task, { outcome, msgSvrId }))
    phone.on('acked', () => this.#onAcked())
    phone.on('connected', () => this.#onAcked())
    phone.on('hubFault', (reason) => this.#faults.push(reason))
    phone.on('refused', ({ code, field, reason }) => this.#faults.push(`refused: ${code} ${field} ${reason}`))
    phone.on('disconnected', ({ code, reason }) => {
      if (code >= 4400) this.#faults.push(`closed: ${code} ${reason}`)
    })
    phone.contacts.set(this.account, {
      friends: this.peers.flatMap((wxid) => isChatroom(wxid) ? [] : [{ wxid, nickname: wxid }]),
      chatrooms: this.peers.flatMap((chatroom) => isChatroom(chatroom) ? [{ chatroom, name: chatroom }] : []),
    })
    phone.backUp()
    return phone
  }

  #onAcked(): void {
    if (this.#pending.length === 0) return
    const kept = keptIds(this.#phone)
    const acked = this.#pending.filter(({ msgSvrId }) => !kept.has(msgSvrId))
    if (acked.length === 0) return
    for (const said of acked) said.acked = true
    this.#pending = this.#pending.filter((said) => !said.acked)
  }

  /** WeChat's own history knows what was done, whatever the software remembers (P54). */
  async #perform(received: Received, on: SimulatedPhone): Promise<TaskOutcome> {
    const known = this.#done.get(received.task)
    if (known !== undefined && known.outcome !== 'failed') return known
    await sleep(this.#dice.integer(0, 20))
    const outcome = await this.#decide(received, on)
    this.#done.set(received.task, outcome)
    this.#executed.push({ task: received.task, outcome: outcome.outcome })
    return outcome
  }

  async #decide(received: Received, on: SimulatedPhone): Promise<TaskOutcome> {
    if (received.command?.kind !== 'sendMessage') return performHonestly(received, on)
    return this.#dice.weighted<() => Promise<TaskOutcome>>([
      [() => performHonestly(received, on), 16],
      [async () => ({ outcome: 'failed', code: 'tooFrequent', reason: '操作太频繁' }), 3],
      [async () => ({ outcome: 'unknown', code: 'interrupted', reason: '不知道' }), 1],
    ])()
  }

  /** What was begun when the software ended is said to be unknown (P53). */
  #noteInterrupted({ state }: SimulatedPhone): void {
    for (const { task, result } of state.tasks) {
      const code = result === null ? 'interrupted' : taskFinished.read(result, 1).code
      if (code === 'interrupted') this.#noteResult(task, { outcome: 'unknown', msgSvrId: null })
    }
  }

  /** Success is final. */
  #noteResult(task: TaskId, result: Result): void {
    if (this.#results.get(task)?.outcome !== 'succeeded') this.#results.set(task, result)
  }
}

function keptIds(phone: SimulatedPhone): Set<unknown> {
  const kept = phone.state.kept.filter(({ values }) => values[0] === messageReceived.code)
  return new Set(kept.map(({ values }) => values[msgSvrIdAt]))
}

/** In `[code, sequence, ...fields]`. */
const msgSvrIdAt = 2 + messageReceived.names.indexOf('msgSvrId')
