// Loaded before a hub (--import), in its threads too: a clock that the fault test moves by a number in a file.
import { readFileSync } from 'node:fs'

const file = process.env.ARK_TEST_CLOCK
const realNow = Date.now
let offsetMs = 0

function look(): void {
  try {
    offsetMs = Number(readFileSync(file ?? '', 'utf8')) || 0
  } catch {
    offsetMs = 0
  }
}

look()
setInterval(look, 50).unref()
Date.now = () => realNow() + offsetMs
