/**
 * How well a text answers what was typed: null where it doesn't. The letters must come in their order; together and at
 * the beginning is best. `letters` are the first letters of the text's words, as `zsf` of 张三丰.
 */
export function fuzzyScore(typed: string, text: string, letters = ''): number | null {
  if (typed === '') return 0
  const at = text.indexOf(typed)
  if (at >= 0) return 1_000 - Math.min(at, 400) + (text.length === typed.length ? 200 : 0)
  const inLetters = letters.indexOf(typed)
  if (inLetters >= 0) return 500 - Math.min(inLetters, 200)
  return scattered(typed, text)
}

/** Letters with others between them: the fewer gaps the better. */
function scattered(typed: string, text: string): number | null {
  let from = 0
  let gaps = 0
  for (const letter of typed) {
    const at = text.indexOf(letter, from)
    if (at < 0) return null
    if (at > from) gaps += Math.min(at - from, 20)
    from = at + letter.length
  }
  return 200 - Math.min(gaps, 199)
}

export interface Scored<T> { item: T; score: number }

/** The best ones, best first; equals stay in their order. `most` of them: nobody reads on. */
export function best<T>(items: Iterable<T>, { scoreOf, most }: { scoreOf: (item: T) => number | null; most: number }) {
  const found: Scored<T>[] = []
  for (const item of items) {
    const score = scoreOf(item)
    if (score !== null) found.push({ item, score })
  }
  return found.sort((a, b) => b.score - a.score).slice(0, most)
}
