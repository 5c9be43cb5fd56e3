import { Dice } from '../../bench/fleet/dice.ts'
import { collectGarbage } from '../support/collect-garbage.ts'
import { mutate } from './mutate.ts'

/** A reader of foreign bytes. It throws when a promise about it doesn't hold; refusing is no failure. */
export interface Target {
  name: string
  seeds: readonly Uint8Array[]
  /** What became of it, in a word: a run that refuses everything shows nothing. */
  run(bytes: Uint8Array): 'taken' | 'refused'
}

export interface Finding { target: string; hex: string; error: string }
export interface FuzzResult {
  findings: Finding[]
  inputs: number
  taken: number
  /** Live heap after the run less before, both after a collection. */
  heapGrowthBytes: number
  slowestMs: number
}

/** The same seed gives the same inputs. Findings are shrunk; each is to become a named test. */
export function fuzz(
  targets: readonly Target[], { inputs, seed, onProgress = () => undefined }: {
    inputs: number; seed: string; onProgress?: (done: number) => void
  },
): FuzzResult {
  const dice = new Dice(seed)
  const findings: Finding[] = []
  let taken = 0
  let slowestMs = 0
  const heapBefore = liveHeapBytes()
  for (let done = 0; done < inputs && findings.length < findingsMax; done++) {
    const target = targets[done % targets.length] as Target
    const bytes = mutate(dice, target.seeds)
    const startMs = performance.now()
    const outcome = outcomeOf(target, bytes)
    slowestMs = Math.max(slowestMs, performance.now() - startMs)
    if (outcome === 'taken') taken += 1
    else if (outcome !== 'refused') {
      const shrunk = shrink(target, bytes)
      findings.push({ target: target.name, hex: Buffer.from(shrunk).toString('hex'), error: outcome })
    }
    if (done % progressEvery === 0) onProgress(done)
  }
  return { findings, inputs, taken, slowestMs, heapGrowthBytes: liveHeapBytes() - heapBefore }
}

/** 'taken', 'refused', or what was thrown. */
function outcomeOf(target: Target, bytes: Uint8Array): string {
  try {
    return target.run(Uint8Array.from(bytes))
  } catch (error) {
    return error instanceof Error ? error.stack ?? error.message : String(error)
  }
}

/** Leaves out what the failure doesn't need: halves first, single bytes last. */
function shrink(target: Target, bytes: Uint8Array): Uint8Array {
  let smallest = Buffer.from(bytes)
  for (let size = smallest.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at < smallest.length;) {
      const without = Buffer.concat([smallest.subarray(0, at), smallest.subarray(at + size)])
      if (['taken', 'refused'].includes(outcomeOf(target, without))) at += size
      else smallest = without
    }
  }
  return smallest
}

export function liveHeapBytes(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

const findingsMax = 10
const progressEvery = 10_000
