import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProjector } from '../../../hub/projector/start-projector.ts'
import type { ProjectorNews } from '../../../hub/projector/news.ts'
import { unpack } from '../../../protocol/codec.ts'
import type { Position, RunId } from '../../../protocol/ids.ts'
import { type Rig, startRig } from './support/rig.ts'

let rig: Rig
beforeAll(async () => { rig = await startRig() })
afterAll(async () => { await rig[Symbol.asyncDispose]() })

test('the thread projects, tells every hub, and lets go of the lease when it stops', async () => {
  const cast = await rig.cast('h1')
  const heard: number[] = []
  const toldIt = new Promise<void>((resolve) => {
    cast.link.listen('live.projected', (payload) => {
      const [position, journalMs] = unpack(payload) as [number, number]
      heard.push(position)
      expect(journalMs).toBe(cast.nowMs)
      resolve()
    })
  })
  const news: ProjectorNews[] = []
  const projector = startProjector({
    natsUrl: rig.nats.url, databaseUrl: rig.database.url, streamSettings: { bytesMax: 256 * 2 ** 20, replicas: 1 },
    run: 'h1' as RunId, onNews: (one) => news.push(one),
  })
  const [position] = await cast.flush()
  await toldIt
  expect(heard).toEqual([position as Position])
  expect(news.map(({ kind }) => kind)).toContain('projector:committed')
  expect(projector.news.get('projector:committed')).toMatchObject({ position, events: 1 })
  expect(await rig.row('select holder from projector')).toEqual({ holder: 'h1' })
  await projector.stop()
  expect(await rig.row('select holder from projector')).toEqual({ holder: '' })
})

test('a thread that can’t even start is tried again, and told', async () => {
  let crashes = 0
  const enough = new Promise<void>((resolve) => {
    const projector = startProjector({
      natsUrl: 'no url at all', databaseUrl: rig.database.url, streamSettings: { bytesMax: 1, replicas: 1 },
      run: 'h2' as RunId,
      onNews: ({ kind }) => {
        expect(kind).toBe('projector:crashed')
        crashes += 1
        if (crashes === 2) void projector.stop().then(resolve)
      },
    })
  })
  await enough
})
