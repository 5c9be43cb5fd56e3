/** Progress for people: what happens now, in one line. */
export function say(text) {
  console.log(`▸ ${text}`)
}

/** Ends with a message that says what to do. */
export function giveUp(text) {
  console.error(`✗ ${text}`)
  process.exit(1)
}

export function seconds(sinceMs) {
  return `${((performance.now() - sinceMs) / 1_000).toFixed(1)} s`
}
