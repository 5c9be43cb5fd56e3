import { type SwitchName, defaultSwitches } from '../protocol/switches.ts'

/** Of a row of device: as somebody has set it, else as the manual advises. */
export function isSwitchedOn(name: SwitchName, column = 'switches'): string {
  return `coalesce('${name}' = any(${column}), ${defaultSwitches.includes(name)})`
}
