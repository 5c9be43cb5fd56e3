import { heartbeat, phoneHello, phoneUplink } from '../messages/phone.ts'
import { seatUplink } from '../messages/seat.ts'
import { type AnyShape, type FamilyName, type GoldenFrame, toHex, toJson } from './golden-frame.ts'
import { writeOtherwise } from './other-writer.ts'
import { sampleFields } from './samples.ts'

/** Frames that a hub reads and never writes: other widths, fields left out, something from the future. */
export function otherFrames(): (GoldenFrame & { to: FamilyName })[] {
  const styles = ['narrow', 'wide'] as const
  const both = (to: FamilyName, shapes: readonly AnyShape[]) => {
    return shapes.flatMap((shape) => styles.map((style) => styled(to, shape, style)))
  }
  const [phone, seat] = [both('phoneUplink', phoneUplink.shapes), both('seatUplink', seatUplink.shapes)]
  return [...phone, ...seat, severalMessages(), ...leftOut(), fromTheFuture(), ...inMaps()]
}

type Sampled = { kind: string } & Record<string, unknown>

function styled(to: FamilyName, shape: AnyShape, style: 'narrow' | 'wide'): ReturnType<typeof frame> {
  const sample = everyday(shape)
  return frame(`${shape.name}/${style}`, { to, messages: [sample], raw: [shape.write(sample)], style })
}

function severalMessages(): ReturnType<typeof frame> {
  const shapes: AnyShape[] = [heartbeat, shapeOf('accountOnline'), shapeOf('messageReceived')]
  const messages = shapes.map(everyday)
  const raw = shapes.map((shape, index) => shape.write(messages[index] as Sampled))
  return frame('three messages', { messages, raw })
}

/** Nil fields at the end need not be written at all. */
function leftOut(): ReturnType<typeof frame>[] {
  return ['taskFinished', 'friendRequested'].map((name) => {
    const shape = shapeOf(name)
    const sample: Sampled = { kind: name, ...sampleFields(shape.fields, 'nil') }
    const values = shape.write(sample)
    while (values.at(-1) === null) values.pop()
    return frame(`${name}/nils left out`, { messages: [sample], raw: [values] })
  })
}

function fromTheFuture(): ReturnType<typeof frame> {
  const sample = everyday(heartbeat)
  const raw = [[...heartbeat.write(sample as never), 'new', [1, 2]]]
  return frame('a field from the future', { messages: [sample], raw })
}

/** Nil keys are left out, unknown ones left off. */
function inMaps(): ReturnType<typeof frame>[] {
  const sample = { ...everyday(phoneHello), info: { brand: '华为' } }
  const spoken = (info: object): unknown[][] => [phoneHello.write({ ...sample, info } as never)]
  return [
    frame('a nil key', { messages: [sample], raw: spoken({ brand: '华为', model: null }) }),
    frame('an unknown key', {
      messages: [sample], raw: spoken({ brand: '华为', colour: 'red', screens: [{ inches: 7 }] }),
    }),
  ]
}

function frame(
  name: string,
  { to = 'phoneUplink', messages, raw, style = 'narrow' }:
  { to?: FamilyName; messages: object[]; raw: unknown[][]; style?: 'narrow' | 'wide' },
): GoldenFrame & { to: FamilyName } {
  return { name, to, messages: messages.map(toJson), frame: toHex(writeOtherwise(raw, style)) }
}

function everyday(shape: AnyShape): Sampled {
  return { kind: shape.name, ...sampleFields(shape.fields, 'everyday') }
}

function shapeOf(name: string): AnyShape {
  return phoneUplink.shapes.find((shape) => shape.name === name) as unknown as AnyShape
}
