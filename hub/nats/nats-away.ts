/** The error of a request that NATS didn't answer, or of a connection that broke meanwhile: the same may work in a moment. */
export function isNatsAway(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) if (passing.has(one.name)) return true
  return false
}

/** Names of the client's errors; the classes would be imports of the library wherever they are asked for. */
const passing: ReadonlySet<string> = new Set([
  'TimeoutError', 'NoRespondersError', 'RequestError', 'ConnectionError', 'ClosedConnectionError', 'JetStreamNotEnabled',
])
