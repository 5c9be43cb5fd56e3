import type { Page } from 'playwright-core'

/** What the page's main thread did while frames were made. Times per frame, ms. */
export interface FrameWork {
  frames: number
  /** All of it: scripts, style, layout, paint and handing over to the compositor. */
  workMs: number
  /** Its largest parts, by the browser's names. */
  parts: readonly (readonly [name: string, ms: number])[]
  layouts: number
  elementsStyled: number
}

/** Runs something that makes frames and traces it: the work is counted in the thread's own time, not the machine's. */
export async function traceFrames(page: Page, run: () => Promise<number[]>): Promise<FrameWork & { times: number[] }> {
  const session = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value as unknown as TraceEvent[]))
  const ended = new Promise((resolve) => { session.once('Tracing.tracingComplete', resolve) })
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: categories } })
  const times = await run()
  await session.send('Tracing.end')
  await ended
  await session.detach()
  return { times, ...readWork(events, times.length) }
}

interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  ts: number
  dur?: number
  /** Of the thread's own time, µs; absent where it wasn't counted. */
  tdur?: number
  args: { name?: string; elementCount?: number }
}

function readWork(events: readonly TraceEvent[], frames: number): FrameWork {
  const main = mainThread(events)
  const self = new Map<string, number>()
  const open: { name: string; endUs: number }[] = []
  let elementsStyled = 0
  for (const { name, ts, dur = 0, tdur = dur, args } of main) {
    while ((open.at(-1)?.endUs ?? Infinity) <= ts) open.pop()
    const outer = open.at(-1)?.name
    if (outer !== undefined) self.set(outer, (self.get(outer) ?? 0) - tdur)
    self.set(name, (self.get(name) ?? 0) + tdur)
    open.push({ name, endUs: ts + dur })
    if (name === 'UpdateLayoutTree') elementsStyled += args.elementCount ?? 0
  }
  const each = [...self].map(([name, us]) => [name, us / 1_000 / frames] as const)
  return {
    frames, workMs: each.reduce((sum, [, ms]) => sum + ms, 0),
    parts: each.toSorted(([, a], [, b]) => b - a).slice(0, 8),
    layouts: main.filter(({ name }) => name === 'Layout').length / frames, elementsStyled: elementsStyled / frames,
  }
}

/** The page's: of all renderers' main threads the one that did most. Outer events before those within them. */
function mainThread(events: readonly TraceEvent[]): TraceEvent[] {
  const threads = new Map<string, TraceEvent[]>()
  for (const event of events) {
    if (event.name === 'thread_name' && event.args.name === 'CrRendererMain') threads.set(threadOf(event), [])
  }
  for (const event of events) if (event.ph === 'X') threads.get(threadOf(event))?.push(event)
  const [most = []] = [...threads.values()].toSorted((a, b) => b.length - a.length)
  return most.toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))
}

const threadOf = ({ pid, tid }: TraceEvent): string => `${pid}.${tid}`

const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel', 'cc', 'benchmark']
