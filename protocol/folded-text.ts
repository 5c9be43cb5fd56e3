/**
 * Text as searches compare it: full and half width are one, and so are capitals and small letters. Whoever
 * writes an index, reads it or filters a list in a browser uses this one, so that all find the same.
 */
export function foldedText(text: string): string {
  // A Σ becomes another letter at the end of a word, so that a part of a word would differ from the whole.
  return text.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ')
}
