import { foldedText } from './folded-text.ts'

/**
 * The characters and the pairs of neighbours of a text, each once, as numbers for an int[] column: a text that
 * contains the keyword has all grams of the keyword. The reverse doesn't hold (order, and numbers shared by two
 * pairs), so what an index finds is checked again with `foldedText`.
 */
export function searchGrams(text: string): number[] {
  const grams = new Set<number>()
  let before: number | null = null
  for (const character of foldedText(text)) {
    const code = character.codePointAt(0) ?? 0
    grams.add(code)
    if (before !== null) grams.add(pairGram(before, code))
    before = code
  }
  return [...grams]
}

/** The grams to ask for: pairs are rarer than their characters, which they imply. */
export function keywordGrams(keyword: string): number[] {
  const grams = searchGrams(keyword)
  const pairs = grams.filter((gram) => gram < 0)
  return pairs.length > 0 ? pairs : grams
}

/** Of whom a text is, among the grams of the text: so a search within an account is as quick as one in all. */
export function ownerGram(account: string): number {
  let hash = 0
  for (let at = 0; at < account.length; at++) hash = Math.imul(hash ^ account.charCodeAt(at), 0x01000193)
  return hash | signBit
}

/** Of which week a text is: those of the newest weeks are found without those of all years. */
export function weekGram(week: number): number {
  return ownerGram(`week ${week}`)
}

export function weekOf(atMs: number): number {
  return Math.floor(atMs / weekMs)
}

export const weekMs = 7 * 86_400_000

/** Below zero, where no character is; two code points of 21 bits are mixed into 31. */
function pairGram(first: number, second: number): number {
  return (Math.imul(first, 0x9E3779B1) ^ Math.imul(second, 0x85EBCA6B)) | signBit
}

const signBit = -0x80000000
