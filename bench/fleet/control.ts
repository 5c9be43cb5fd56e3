import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import type { Member } from './fleet.ts'
import type { Life } from './life.ts'
import { type Misbehaviour, misbehaviours } from './misbehave.ts'

export interface ControlParts {
  members: readonly Member[]
  life: Life
}

export const controlHelp = `Commands, one a line; or POST http://127.0.0.1:<control port>/<the command with slashes>:
  phones                            what each phone is doing
  phones 3 misbehave malformed      one wrong thing; it comes back as the close code advises
  phones 3 cut                      the cable is pulled, until:
  phones 3 connect
  phones 3 drop                     the connection breaks; the phone comes back by itself
  phones 3 backup | phones 3 restore   set back to its backup: the phone forgets, the hub doesn't
  phones 3 refuse tooFrequent       each send fails with this code; without a code they succeed again
  phones 3 stir                     a customer of this phone writes now
  pace 30                           customers' messages a minute; 0 for silence
Ways to misbehave: ${misbehaviours().join(', ')}`

/** Does one command; answers what there is to say. */
export function control({ members, life }: ControlParts, line: string): unknown {
  const [what = '', number = '', verb = '', detail = ''] = line.trim().split(/[\s/]+/)
  if (what === 'pace') {
    life.perMinute = Math.min(perMinuteMax, Math.max(0, Number(number) || 0))
    return { perMinute: life.perMinute }
  }
  if (what !== 'phones') return { help: controlHelp.split('\n') }
  if (number === '') return members.map(describe)
  const member = members.find((one) => String(one.number) === number)
  if (member === undefined) return { fault: `there is no phone ${number}` }
  const known = Object.hasOwn(verbs, verb) ? verbs[verb as keyof typeof verbs] : null
  if (known === null) return { fault: `phones ${number} …: ${Object.keys(verbs).join(', ')}` }
  return known({ member, life, detail }) ?? describe(member)
}

/** For this machine only. `port` 0: a free one. */
export async function serveControl(
  parts: ControlParts, port: number,
): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.length < chunksMax && chunks.push(chunk))
    request.on('end', () => {
      // A page in a browser can't set this header without asking first.
      const foreign = request.headers.origin !== undefined
      const path = decodeURIComponent(request.url ?? '').replace(/^\/+/, '')
      const answer = foreign ? { fault: 'not for browsers' } : control(parts, `${path} ${readDetail(chunks)}`)
      response.writeHead(
        foreign ? 403 : 200, { 'content-type': 'application/json; charset=utf-8', 'connection': 'close' },
      )
      response.end(`${JSON.stringify(answer, null, 1)}\n`)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

/** Commands typed into the terminal; resolves when the input ends, as when the parent is gone. */
export async function readControl(
  parts: ControlParts, input: NodeJS.ReadableStream, say: (text: string) => void,
): Promise<void> {
  for await (const line of createInterface({ input })) {
    if (line.trim() !== '') say(JSON.stringify(control(parts, line), null, 1))
  }
}

interface Verb { member: Member; life: Life; detail: string }

const verbs = {
  misbehave({ member, detail }: Verb): unknown {
    const known = misbehaviours()
    if (!known.includes(detail as Misbehaviour)) return { fault: `how? ${known.join(', ')}` }
    if (!member.phone.live) return { fault: 'the phone is not connected now' }
    member.phone.misbehave(detail as Misbehaviour)
    return undefined
  },
  cut: ({ member }: Verb) => member.phone.pullTheCable(),
  connect: ({ member }: Verb) => void member.phone.connect().catch(() => undefined),
  drop: ({ member }: Verb) => member.phone.dropTheLine(),
  backup: ({ member }: Verb) => void member.phone.backUp(),
  restore: ({ member }: Verb) => void member.phone.restoreBackup().catch(() => undefined),
  refuse({ member, detail }: Verb): void {
    member.refusal = detail === '' ? null : { code: detail, reason: reasons[detail] ?? '微信拒绝了这条消息' }
  },
  stir: ({ member, life }: Verb) => life.stir(member),
} satisfies Record<string, (parts: Verb) => unknown>

function describe({ number, account, phone, refusal }: Member): object {
  const { lastClosed } = phone
  return {
    phone: number, remark: account.remark, account: account.profile.nickname, keeper: account.keeper,
    connected: phone.live,
    acked: phone.lastAcked, waiting: phone.state.kept.length, refusal: refusal?.code,
    lastClosed: lastClosed === null ? undefined : `${lastClosed.status ?? lastClosed.code} ${lastClosed.reason}`,
  }
}

/** `{"how": "malformed"}` and the like: the one value of the body is the command's last word. */
function readDetail(chunks: readonly Buffer[]): string {
  try {
    const [value] = Object.values(JSON.parse(Buffer.concat(chunks).toString()) as object)
    return typeof value === 'string' ? value : ''
  } catch {
    return ''
  }
}

const reasons: Record<string, string> = {
  tooFrequent: '操作过于频繁，请稍后再试', notFriend: '对方已不是你的好友', wechatRefused: '微信拒绝了这条消息',
}
const perMinuteMax = 6_000
const chunksMax = 16
