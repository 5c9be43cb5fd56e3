import type { TabId } from '../../../protocol/ids.ts'
import { SeatConsole } from '../../../web-components/data/seat-console.ts'
import { FakeSocket } from './fake-socket.ts'
import { newModelApi } from './model-api.ts'
import { ModelHub, user } from './model-hub.ts'

export const tab = 'tab1' as TabId

export interface TestConsole {
  hub: ModelHub
  seat: SeatConsole
  sockets: FakeSocket[]
  notices: string[]
  storage: Storage
  /** The newest socket, opened and greeted. */
  greet(lastSequence?: number): Promise<FakeSocket>
  /** Everything that was asked has been answered. */
  settled(): Promise<void>
}

/** A console on a model hub: its sockets are the test's, its questions are answered at once. */
export function newConsole(options: { hub?: ModelHub; storage?: Storage; kept?: boolean } = {}): TestConsole {
  const { hub = new ModelHub(), storage = newStorage(), kept = false } = options
  const sockets: FakeSocket[] = []
  const notices: string[] = []
  let tabs = 1
  const seat = new SeatConsole({
    user: { user, loginName: 'lina', realName: '李娜', department: '客服', permissions: ['chat'] },
    api: newModelApi({ hub, rowsMost: 50, deliver: async (answer) => answer() }),
    tab, kept, storage, onNotice: (text) => notices.push(text), renewTab: () => `tab${++tabs}` as TabId,
    newSocket: () => {
      const socket = new FakeSocket()
      sockets.push(socket)
      return socket.asWebSocket()
    },
  })
  return {
    hub, seat, sockets, notices, storage, settled,
    async greet(lastSequence = 0) {
      const socket = sockets.at(-1) as FakeSocket
      socket.open()
      socket.welcome({ position: hub.position, lastSequence })
      await settled()
      return socket
    },
  }
}

export function newStorage(): Storage {
  const values = new Map<string, string>()
  return {
    get length() { return values.size },
    clear: () => values.clear(),
    getItem: (name) => values.get(name) ?? null,
    key: (index) => [...values.keys()][index] ?? null,
    removeItem: (name) => void values.delete(name),
    setItem: (name, value) => void values.set(name, value),
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
}
