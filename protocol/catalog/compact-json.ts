/** JSON that people read: what fits a line stays on one, everything else is opened up. */
export function compactJson(value: unknown): string {
  return `${write(value, 0)}\n`
}

function write(value: unknown, indent: number): string {
  const line = oneLine(value)
  if (typeof value !== 'object' || value === null || indent + line.length <= columnsMax) return line
  const inner = ' '.repeat(indent + 2)
  const outer = ' '.repeat(indent)
  if (Array.isArray(value)) {
    return `[\n${value.map((entry) => inner + write(entry, indent + 2)).join(',\n')}\n${outer}]`
  }
  const entries = Object.entries(value).map(([key, entry]) => {
    return `${inner}${JSON.stringify(key)}: ${write(entry, indent + 2)}`
  })
  return `{\n${entries.join(',\n')}\n${outer}}`
}

function oneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`
  const entries = Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}: ${oneLine(entry)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

const columnsMax = 110
