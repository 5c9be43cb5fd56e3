import { parseArgs } from 'node:util'
import { type PeerName, knownPeers } from './known-peers.ts'
import type { RoundOptions } from './rounds.ts'

export interface PeersOptions extends RoundOptions {
  peers: PeerName[]
  /** Idle phones of the memory measurement, once to warm up and once to measure; 0: none. */
  idlePhones: number
  /** Absent: bench/results and the README's chart; with a choice of peers a folder that isn't kept. */
  out: string | null
}

export const usage = `npm run bench:peers [-- options]

  --peers A,B        only these of: ${Object.keys(knownPeers).join(', ')}
  --rounds N         measurements of each kind, of which the median counts (3)
  --seconds N        length of one measurement (1.2)
  --phones N         phones that send (1000)
  --seats N          consoles that listen (100)
  --per-frame A,B    messages per frame (1,20)
  --idle-phones N    idle phones whose memory is measured; 0 leaves it out (4000)
  --out FOLDER       where the results go; usually bench/results and docs, of some peers only bench/results/tmp`

/** Every wrong option by its name, or all of them read. */
export function readPeersOptions(
  args: readonly string[],
): { ok: true; options: PeersOptions } | { ok: false; faults: string[] } {
  const faults: string[] = []
  const given = readArguments(args, faults)
  const number = (name: keyof typeof kinds, usual: number, least: number): number => {
    const value = Number(given[name] ?? usual)
    const fits = value >= least && (name === 'seconds' || Number.isInteger(value))
    if (!fits) faults.push(`--${name} must be a ${name === 'seconds' ? '' : 'whole '}number from ${least}`)
    return value
  }
  const options: PeersOptions = {
    peers: (given.peers?.split(',') ?? Object.keys(knownPeers)) as PeerName[],
    rounds: number('rounds', 3, 1), seconds: number('seconds', 1.2, 0.1),
    phones: number('phones', 1_000, 1), seats: number('seats', 100, 1), idlePhones: number('idle-phones', 4_000, 0),
    perFrame: (given['per-frame'] ?? '1,20').split(',').map(Number), framesPerWrite: 1, out: given.out ?? null,
  }
  for (const name of options.peers) if (!Object.hasOwn(knownPeers, name)) faults.push(`--peers: no peer "${name}"`)
  if (!options.perFrame.every((count) => Number.isInteger(count) && count >= 1 && count <= 500)) {
    faults.push('--per-frame must be whole numbers from 1 to 500, with commas between them')
  }
  if (options.phones % options.seats !== 0) faults.push('--phones must be a multiple of --seats')
  return faults.length > 0 ? { ok: false, faults } : { ok: true, options }
}

function readArguments(args: readonly string[], faults: string[]): { [name in keyof typeof kinds]?: string } {
  try {
    return parseArgs({ args: [...args], options: kinds }).values
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error))
    return {}
  }
}

const text = { type: 'string' } as const
const kinds = {
  'peers': text, 'rounds': text, 'seconds': text, 'phones': text, 'seats': text, 'per-frame': text,
  'idle-phones': text, 'out': text,
} as const
