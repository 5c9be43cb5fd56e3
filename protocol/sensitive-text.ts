/**
 * Text as sensitive words are looked for in it: NFKC, capitals and small letters alike, and nothing of what people put
 * between characters to hide a word: spaces, line breaks, zero-width characters, and ornaments as in 加*微*信. What is
 * folded keeps its places, so that the characters as they stand in the text can be marked.
 */
export function sensitiveText(text: string): string {
  if (plain.test(text)) return text
  if (!simple.test(text)) return walk(text, null)
  const folded = foldedWidth(text)
  return hiding.test(folded) ? folded.replaceAll(skipped, '') : folded
}

/** For each UTF-16 unit of `text`, which stretch of the original it came from. */
export interface PlacedText {
  text: string
  starts: readonly number[]
  ends: readonly number[]
}

export function placedSensitiveText(text: string): PlacedText {
  const places = { starts: [], ends: [] }
  return { text: walk(text, places), ...places }
}

/** Where these words stand in a text, as it is written, in order and not overlapping. */
export function placesOfWords(text: string, words: readonly string[]): { from: number; to: number }[] {
  const { text: folded, starts, ends } = placedSensitiveText(text)
  const places: { from: number; to: number }[] = []
  for (const word of words.map(sensitiveText)) {
    for (let at = word === '' ? -1 : folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
      places.push({ from: starts[at] as number, to: ends[at + word.length - 1] as number })
    }
  }
  return joined(places)
}

/** Places that touch or lie in one another as one. */
export function joined(places: readonly { from: number; to: number }[]): { from: number; to: number }[] {
  const whole: { from: number; to: number }[] = []
  for (const { from, to } of [...places].sort((a, b) => a.from - b.from)) {
    const last = whole.at(-1)
    if (last === undefined || from > last.to) whole.push({ from, to })
    else last.to = Math.max(last.to, to)
  }
  return whole
}

interface Places { starts: number[]; ends: number[] }

/** A character with its marks is folded as one: half-width ｶﾞ is ガ. */
function walk(text: string, places: Places | null): string {
  let folded = ''
  for (const match of text.matchAll(characters)) {
    const [character] = match
    const units = foldedCharacter(character)
    folded += units
    if (places === null) continue
    for (let unit = 0; unit < units.length; unit++) {
      places.starts.push(match.index)
      places.ends.push(match.index + character.length)
    }
  }
  return folded
}

function foldedCharacter(character: string): string {
  return foldedWidth(character).replaceAll(skipped, '')
}

function foldedWidth(text: string): string {
  // A Σ is another letter at the end of a word, so that a part of a word would differ from the whole.
  return text.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ')
}

/** Folded already: common Chinese characters, small letters, digits, some punctuation. */
const plain = /^[\u4e00-\u9fffa-z0-9。、,.!?:;]*$/
/**
 * Nothing that joins with its neighbour: Latin, punctuation, kana, Chinese, full width, emoji. Folded at once it is as
 * folded character by character, several times as fast.
 */
const simple = new RegExp(String.raw`^[\0-\u02ff\u2000-\u206f\u3000-\u3098\u309b-\u30ff\u4e00-\u9fff\ufe0f\uff00-\uff65`
  + String.raw`\ud83c-\ud83e\udc00-\udfff]*$`)
/** What of that, once folded, is skipped: a cheap look before the dear one. */
const hiding = new RegExp(
  String.raw`[\s\0-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufe0f*·•・_|~]`)
const characters = /[\u1100-\u11ff]+|[^][\p{M}\uff9e\uff9f]*/gu
const skipped = /[\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}*·•・_|~]/gu
