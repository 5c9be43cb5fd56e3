import { parseArgs } from 'node:util'

export interface BenchOptions {
  rounds: number
  /** Of one measurement. */
  seconds: number
  phones: number
  seats: number
  /** Phones of the idle scenario. */
  idlePhones: number
  /** Messages per frame, one scenario each. */
  perFrame: number[]
  /** Frames a phone puts into one write: 1, because real phones don't wait for one another. */
  framesPerWrite: number
  only: 'relay' | 'idle' | null
  /** Writes CPU profiles of the hub into this folder. */
  profile: string | null
}

export const usage = `npm run bench [-- options]

  --rounds N             measurements of each kind, of which the median counts (3)
  --seconds N            length of one measurement (3)
  --phones N             phones that send (1000)
  --seats N              seats that listen (100)
  --idle-phones N        phones of the idle scenario (5000)
  --per-frame A,B        messages per frame (1,20)
  --frames-per-write N   frames a phone sends at once (1)
  --only relay|idle      only one of the scenarios
  --profile FOLDER       also writes CPU profiles of the hub`

/** Every wrong option by its name, or all of them read. */
export function readOptions(
  args: readonly string[],
): { ok: true; options: BenchOptions } | { ok: false; faults: string[] } {
  const faults: string[] = []
  const given = readArguments(args, faults)
  const whole = (name: string, usual: number): number => {
    const value = Number(given[name] ?? usual)
    if (!Number.isInteger(value) || value < 1) faults.push(`--${name} must be a whole number from 1`)
    return value
  }
  const options: BenchOptions = {
    rounds: whole('rounds', 3), seconds: whole('seconds', 3),
    phones: whole('phones', 1_000), seats: whole('seats', 100),
    idlePhones: whole('idle-phones', 5_000), framesPerWrite: whole('frames-per-write', 1),
    perFrame: (given['per-frame'] ?? '1,20').split(',').map(Number), only: null, profile: given.profile ?? null,
  }
  const { only } = given
  if (only === 'relay' || only === 'idle') options.only = only
  else if (only !== undefined) faults.push('--only must be relay or idle')
  if (!options.perFrame.every((count) => Number.isInteger(count) && count >= 1 && count <= 500)) {
    faults.push('--per-frame must be whole numbers from 1 to 500, with commas between them')
  }
  if (options.phones % options.seats !== 0) faults.push('--phones must be a multiple of --seats')
  return faults.length > 0 ? { ok: false, faults } : { ok: true, options }
}

function readArguments(args: readonly string[], faults: string[]): Record<string, string | undefined> {
  const names = [
    'rounds', 'seconds', 'phones', 'seats', 'idle-phones', 'per-frame', 'frames-per-write', 'only', 'profile',
  ]
  try {
    return parseArgs({
      args: [...args], options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    }).values
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error))
    return {}
  }
}
