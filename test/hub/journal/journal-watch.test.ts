import { rm, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { JournalMark } from '../../../hub/journal/journal-mark.ts'
import { JournalWatch } from '../../../hub/journal/journal-watch.ts'
import { testFolder } from '../../support/servers.ts'

let folder: string
beforeAll(async () => { folder = await testFolder() })
afterAll(async () => { await rm(folder, { recursive: true }) })

const state = { created: 'then', firstSequence: 1, lastSequence: 9, bytes: 1, bytesMax: 2 }

test('after a reconnect nothing is trusted before the journal has answered', async () => {
  const { watch, go, told } = newWatch([state])
  expect(watch.trusts).toBe(true)
  go('down')
  expect(watch.trusts).toBe(false)
  go('up')
  expect(watch.trusts).toBe(false)
  await expect.poll(() => told).toEqual(['trusted'])
  expect(watch.trusts).toBe(true)
  await watch.stop()
})

test('a journal that looks too short for a moment is trusted once it is whole', async () => {
  const { watch, go, told } = newWatch([{ ...state, lastSequence: 8 }, new Error('no leader'), state])
  go('up')
  await expect.poll(() => told, { timeout: 5_000 }).toEqual(['trusted'])
  await watch.stop()
})

test.each([
  ['it ends at record 8, this hub has read 9', { ...state, lastSequence: 8 }],
  ['it was replaced by one made now', { ...state, created: 'now' }],
  ['it is gone', Object.assign(new Error('stream not found'), { code: 10_059 })],
])('what stays wrong breaks it by name: %s', async (reason, answer) => {
  const { watch, go, told } = newWatch([answer])
  go('up')
  await expect.poll(() => told, { timeout: 5_000 }).toEqual([`broken: ${reason}`])
  expect(watch.trusts).toBe(false)
  await watch.stop()
})

test('the mark says how far this hub had read, and nothing when it can’t be read', async () => {
  const mark = new JournalMark(folder)
  await rm(mark.file, { force: true })
  expect(await mark.read()).toBeNull()
  const { watch } = newWatch([state], mark)
  await watch.stop()
  expect(await new JournalMark(folder).read()).toEqual({ created: 'then', sequence: 9 })
  await writeFile(mark.file, '{"created"')
  expect(await mark.read()).toBeNull()
})

/** The last answer is given again and again. */
function newWatch(answers: (typeof state | Error)[], mark = new JournalMark(folder)) {
  const told: string[] = []
  const listeners = { up: (): void => undefined, down: (): void => undefined }
  let up = true
  let asked = 0
  const watch = new JournalWatch({
    link: {
      get up() { return up },
      onUp: (listener) => {
        listeners.up = listener
        return () => undefined
      },
      onDown: (listener) => { listeners.down = listener },
    },
    stream: {
      created: 'then',
      state: async () => {
        const answer = answers[Math.min(asked++, answers.length - 1)] as typeof state | Error
        if (answer instanceof Error) throw answer
        return answer
      },
    },
    mark, sequence: () => 9, patienceMs: 300,
    onTrusted: () => told.push('trusted'), onBroken: (reason) => told.push(`broken: ${reason}`),
  })
  const go = (where: 'up' | 'down'): void => {
    up = where === 'up'
    listeners[where]()
  }
  return { watch, go, told }
}
