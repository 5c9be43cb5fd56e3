import type { Dice } from '../dice.ts'

/** The smallest PDF that readers open: one page with a few lines of numbers. */
export function newDocument(dice: Dice): Buffer {
  const lines = Array.from(
    { length: 12 }, (_, index) => `Item ${index + 1}    ${dice.integer(1, 40)} x ${dice.integer(20, 900)}.00`,
  )
  const text = lines.map((line, index) => `BT /F1 12 Tf 72 ${740 - index * 22} Td (${line}) Tj ET`).join('\n')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>', '<< /Font << /F1 5 0 R >> >>',
  ]
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return String(offset).padStart(10, '0')
  })
  const table = offsets.map((offset) => `${offset} 00000 n \n`).join('')
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`
  return Buffer.from(
    `${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${trailer}`, 'latin1',
  )
}
