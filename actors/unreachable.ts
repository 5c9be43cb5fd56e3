/** A case the types exclude: reaching it is a bug, and this actor starts over. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify((value as { type?: unknown }).type)}`)
}
