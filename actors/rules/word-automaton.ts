/**
 * Aho–Corasick: finds all words in one pass. State 0 is the root; a state is what the text ends with, as far as a word
 * begins so.
 */
export interface Automaton<Value> {
  /** From a state and a UTF-16 unit to the next state: state × 65,536 + unit. */
  readonly steps: ReadonlyMap<number, number>
  /** The longest shorter ending that a word begins with. */
  readonly fallbacks: readonly number[]
  /** The word that ends here, and the next state, of those shorter, where another one does; 0 for none. */
  readonly words: readonly ({ value: Value; length: number } | undefined)[]
  readonly shorter: readonly number[]
}

export interface Found<Value> { value: Value; from: number; to: number }

export function newAutomaton<Value>(values: Iterable<readonly [word: string, value: Value]>): Automaton<Value> {
  const steps = new Map<number, number>()
  const words: Automaton<Value>['words'][number][] = [undefined]
  /** How each state is reached, in the order of their making: parents first. */
  const parents: { from: number; unit: number }[] = [{ from: 0, unit: 0 }]
  for (const [word, value] of values) {
    let state = 0
    for (let index = 0; index < word.length; index++) {
      const unit = word.charCodeAt(index)
      const next = steps.get(state * unitsMax + unit)
      if (next === undefined) {
        steps.set(state * unitsMax + unit, parents.length)
        parents.push({ from: state, unit })
        words.push(undefined)
      }
      state = next ?? parents.length - 1
    }
    if (state !== 0) words[state] = { value, length: word.length }
  }
  return { steps, words, ...linked({ steps, words, parents }) }
}

/** Each word that occurs, once, in the order in which they end. */
export function findDistinct<Value>(automaton: Automaton<Value>, text: string): Value[] {
  const found: Value[] = []
  const seen = new Set<number>()
  let state = 0
  for (let index = 0; index < text.length; index++) {
    state = step(automaton, state, text.charCodeAt(index))
    // What is shorter than something seen was seen with it.
    for (let at = wordAt(automaton, state); at !== 0 && !seen.has(at); at = automaton.shorter[at] as number) {
      seen.add(at)
      found.push((automaton.words[at] as { value: Value }).value)
    }
  }
  return found
}

export function findAll<Value>(automaton: Automaton<Value>, text: string, { max }: { max: number }): Found<Value>[] {
  const found: Found<Value>[] = []
  let state = 0
  for (let index = 0; index < text.length; index++) {
    state = step(automaton, state, text.charCodeAt(index))
    for (let at = wordAt(automaton, state); at !== 0; at = automaton.shorter[at] as number) {
      const { value, length } = automaton.words[at] as { value: Value; length: number }
      if (found.push({ value, from: index + 1 - length, to: index + 1 }) >= max) return found
    }
  }
  return found
}

function step({ steps, fallbacks }: Pick<Automaton<unknown>, 'steps' | 'fallbacks'>, from: number, unit: number) {
  let state = from
  for (;;) {
    const next = steps.get(state * unitsMax + unit)
    if (next !== undefined) return next
    if (state === 0) return 0
    state = fallbacks[state] as number
  }
}

function wordAt({ words, shorter }: Automaton<unknown>, state: number): number {
  return words[state] === undefined ? shorter[state] as number : state
}

interface Trie {
  steps: ReadonlyMap<number, number>
  words: Automaton<unknown>['words']
  parents: readonly { from: number; unit: number }[]
}

/** Shallow states first: a fallback is always shallower. */
function linked({ steps, words, parents }: Trie): Pick<Automaton<unknown>, 'fallbacks' | 'shorter'> {
  const depths: number[] = [0]
  for (let state = 1; state < parents.length; state++) depths.push((depths[parents[state]?.from ?? 0] as number) + 1)
  const byDepth = depths.map((_, state) => state).sort((a, b) => (depths[a] as number) - (depths[b] as number))
  const fallbacks = depths.map(() => 0)
  const shorter = depths.map(() => 0)
  for (const state of byDepth) {
    const { from, unit } = parents[state] as { from: number; unit: number }
    if (from === 0) continue
    const fallback = step({ steps, fallbacks }, fallbacks[from] as number, unit)
    fallbacks[state] = fallback
    shorter[state] = words[fallback] === undefined ? shorter[fallback] as number : fallback
  }
  return { fallbacks, shorter }
}

const unitsMax = 65_536
