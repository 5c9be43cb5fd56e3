import type { LiveTopic } from '../../protocol/resource.ts'

/**
 * What changed in the hub, as it tells: a topic is a hint to read again what is looked at. After a break of the
 * line everything may have changed.
 */
export class LiveHints {
  readonly #listeners = new Set<(topic: LiveTopic | 'all') => void>()
  #source: EventSource | null = null
  #wasOpen = false

  start(): void {
    if (typeof EventSource === 'undefined' || this.#source !== null) return
    const source = new EventSource('/live')
    source.addEventListener('open', () => {
      if (this.#wasOpen) this.#tell('all')
      this.#wasOpen = true
    })
    source.addEventListener('message', ({ data }) => {
      const topic = readTopic(String(data))
      if (topic !== null) this.#tell(topic)
    })
    this.#source = source
  }

  stop(): void {
    this.#source?.close()
    this.#source = null
    this.#wasOpen = false
  }

  /** Returns what ends it. */
  listen(topics: readonly LiveTopic[], onHint: () => void): () => void {
    const listener = (topic: LiveTopic | 'all'): void => {
      if (topic === 'all' || topics.includes(topic)) onHint()
    }
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(topic: LiveTopic | 'all'): void {
    for (const listener of this.#listeners) listener(topic)
  }
}

function readTopic(data: string): LiveTopic | null {
  try {
    const { topic } = JSON.parse(data) as { topic?: unknown }
    return typeof topic === 'string' ? topic as LiveTopic : null
  } catch {
    return null
  }
}
