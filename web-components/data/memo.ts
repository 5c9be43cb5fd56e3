/** Makes something again only when what it is made of is another: views are asked for it in each frame. */
export function memo<Parts extends readonly unknown[], Made>(
  make: (...parts: Parts) => Made,
): (...parts: Parts) => Made {
  let last: { parts: Parts; made: Made } | null = null
  return (...parts) => {
    const before = last
    if (before !== null && parts.every((part, index) => Object.is(part, before.parts[index]))) return before.made
    const made = make(...parts)
    last = { parts, made }
    return made
  }
}
