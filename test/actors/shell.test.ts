import { afterEach, expect, test } from 'vitest'
import { newShell, type Shell } from '../../actors/shell.ts'

let shell: Shell
afterEach(() => shell.stop())

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}

test('what arrives in one turn is handed over as one array, in order', async () => {
  shell = newShell()
  const batches: number[][] = []
  const actor = shell.spawn<null, number>({
    name: 'a', inboxMax: 10, state: null, onCrash: () => undefined,
    receive: (state, batch) => {
      batches.push([...batch])
      return state
    },
  })
  for (const item of [1, 2, 3]) actor.tell(item)
  await settled()
  actor.tell(4)
  await settled()
  expect(batches).toEqual([[1, 2, 3], [4]])
})

test('a full inbox says so, and what it holds is still handed over', async () => {
  shell = newShell()
  const seen: number[] = []
  const actor = shell.spawn<null, number>({
    name: 'a', inboxMax: 2, state: null, onCrash: () => undefined,
    receive: (state, batch) => {
      seen.push(...batch)
      return state
    },
  })
  expect([actor.tell(1), actor.tell(2), actor.tell(3)]).toEqual(['taken', 'taken', 'full'])
  await settled()
  expect(seen).toEqual([1, 2])
})

test('a crash ends that actor and no other; its owner hears of it once', async () => {
  shell = newShell()
  const crashes: string[] = []
  const seen: number[] = []
  const spawn = (name: string) => shell.spawn<null, number>({
    name, inboxMax: 10, state: null, onCrash: () => crashes.push(name),
    receive: (state, batch) => {
      if (batch.includes(13)) throw new Error('thirteen')
      seen.push(...batch)
      return state
    },
  })
  const unlucky = spawn('unlucky')
  const lucky = spawn('lucky')
  unlucky.tell(13)
  lucky.tell(1)
  await settled()
  expect(unlucky.tell(2)).toBe('stopped')
  lucky.tell(3)
  await settled()
  expect(crashes).toEqual(['unlucky'])
  expect(seen).toEqual([1, 3])
  expect(shell.size).toBe(1)
})

test('an actor may stop itself and tell itself', async () => {
  shell = newShell()
  const seen: number[] = []
  const actor = shell.spawn<null, number>({
    name: 'a', inboxMax: 10, state: null, onCrash: () => undefined,
    receive: (state, batch) => {
      for (const item of batch) {
        seen.push(item)
        if (item < 3) actor.tell(item + 1)
        else actor.stop()
      }
      return state
    },
  })
  actor.tell(1)
  await settled()
  await settled()
  expect(seen).toEqual([1, 2, 3])
  expect(actor.tell(9)).toBe('stopped')
})
