import { wechatEmoji } from './wechat-emoji.ts'

/** A customer's text in pieces; a view sets each by itself, so that no text ever becomes markup. */
export type TextPiece =
  | { kind: 'text'; text: string }
  | { kind: 'emoji'; text: string; code: string }
  | { kind: 'link'; text: string; url: string }

export function readRichText(text: string): TextPiece[] {
  const pieces: TextPiece[] = []
  let from = 0
  for (const found of text.matchAll(special)) {
    const piece = found[1] === undefined ? linkPiece(found[0]) : emojiPiece(found[1])
    if (piece === null) continue
    if (found.index > from) pieces.push({ kind: 'text', text: text.slice(from, found.index) })
    pieces.push(piece)
    from = found.index + (piece.kind === 'link' ? piece.text.length : found[0].length)
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) })
  return pieces
}

/** One line with Unicode faces, for previews. */
export function flatText(text: string): string {
  const withFaces = text.replace(/\[([^[\]\s]{1,6})\]/g, (whole, code: string) => wechatEmoji.get(code) ?? whole)
  return withFaces.replace(/\s+/g, ' ')
}

/** Nothing but one to three faces: shown large. */
export function isOnlyEmoji(pieces: readonly TextPiece[]): boolean {
  if (pieces.length === 0 || pieces.length > 3) return false
  return pieces.every(({ kind, text }) => kind === 'emoji' || (kind === 'text' && isFewFaces(text)))
}

function isFewFaces(text: string): boolean {
  const faces = Array.from(characters.segment(text.trim()), ({ segment }) => segment)
  return faces.length > 0 && faces.length <= 3 && faces.every((face) => /^\p{Extended_Pictographic}/u.test(face))
}

/** Only http and https become links; punctuation at the end belongs to the sentence. */
function linkPiece(found: string): TextPiece | null {
  let text = found.replace(/[.,;:!?'"…]+$/, '')
  if (text.endsWith(')') && !text.includes('(')) text = text.slice(0, -1)
  const address = /^https?:/i.test(text) ? text : `https://${text}`
  const url = URL.canParse(address) ? new URL(address) : null
  return url === null || !url.hostname.includes('.') ? null : { kind: 'link', text, url: url.href }
}

function emojiPiece(code: string): TextPiece | null {
  const text = wechatEmoji.get(code)
  return text === undefined ? null : { kind: 'emoji', text, code }
}

/** `[code]`, or an address in ASCII: Chinese text may follow it without a space. */
const special = /\[([^[\]\s]{1,6})\]|(?:https?:\/\/|www\.)[\w\-.~:/?#@!$&'()*+,;=%]+/gi
const characters = new Intl.Segmenter('zh', { granularity: 'grapheme' })
