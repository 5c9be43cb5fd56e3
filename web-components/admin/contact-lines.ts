import type { PhoneContact } from '../../protocol/kinds.ts'

/** `姓名,号码` in each line, the comma of either width (DEV-10); what can't be read is named by its line. */
export function readContactLines(text: string): { contacts: PhoneContact[]; faults: string[] } {
  const contacts: PhoneContact[] = []
  const faults: string[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const [name = '', number = '', ...rest] = line.split(/[,，]/).map((part) => part.trim())
    const fault = rest.length > 0 ? '多了逗号' : name === '' ? '缺少姓名' : faultOf(number)
    if (fault === '') contacts.push({ name, number })
    else faults.push(`第 ${index + 1} 行${fault}`)
  }
  return { contacts, faults }
}

function faultOf(number: string): string {
  if (number === '') return '缺少号码'
  return /^\+?[0-9 -]{3,31}$/.test(number) ? '' : '的号码不对'
}
