import { newHubLine } from './hub-line.ts'
import type { Line, LineUp } from './line.ts'
import { newRawLine } from './raw-line.ts'

/** What a peer speaks. */
export type PeerKind = 'hub' | 'raw'

export const newLines: Readonly<Record<PeerKind, (lineUp: LineUp) => Line>> = { hub: newHubLine, raw: newRawLine }
