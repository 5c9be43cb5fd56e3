import { html, nothing } from 'lit'
import type { NoteRow } from '../../protocol/operations/teamwork.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { fullTime } from '../data/time-text.ts'
import { icon } from '../elements/icon.ts'

/** A private line between the messages: a note in its own colour, or how the conversation changed hands. */
export function noteLine(note: NoteRow, seat: SeatConsole) {
  const who = note.userName || (note.user === null ? '系统' : seat.colleagues.nameOf(note.user))
  const title = fullTime(note.journalMs)
  if (note.kind === 'note' || note.kind === 'whisper') {
    return html`<div class="private" data-testid="note" data-note=${note.kind} title=${title}>
      <span class="tag">${icon('pencil')}${note.kind === 'whisper' ? '主管提示' : '内部备注'}</span>
      <b>${who}</b><span class="words">${note.text}</span><small>客户看不到</small></div>`
  }
  return html`<div class="private handed" data-testid="note" data-note=${note.kind} title=${title}>
    ${icon('forward')}<span class="words">${handedText(note, who)}${
      note.text === '' ? nothing : html`：${note.text}`}</span></div>`
}

function handedText({ kind, seatName }: NoteRow, who: string): string {
  switch (kind) {
    case 'takeOver': return `主管 ${who} 接管了会话`
    case 'giveBack': return `${who} 把会话交还给 ${seatName}`
    default: return `${who} 把会话转给 ${seatName}`
  }
}
