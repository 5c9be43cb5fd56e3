import { isPassword } from './password.ts'

/** Each check takes 32 MB and a thread of the pool that files use too, so few run at once and few wait. */
export class PasswordQueue {
  private running = 0
  private readonly waiting: (() => void)[] = []

  async check(password: string, stored: string | null): Promise<'right' | 'wrong' | 'busy'> {
    if (this.running >= atOnceMax) {
      if (this.waiting.length >= waitingMax) return 'busy'
      await new Promise<void>((resolve) => { this.waiting.push(resolve) })
    } else {
      this.running += 1
    }
    try {
      return await isPassword(password, stored) ? 'right' : 'wrong'
    } finally {
      const next = this.waiting.shift()
      if (next === undefined) this.running -= 1
      else next()
    }
  }
}

const atOnceMax = 2
/** At 80 ms each, the last one waits about 2 s. */
const waitingMax = 50
