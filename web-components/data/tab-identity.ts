import type { TabId, UserId } from '../../protocol/ids.ts'
import { randomId } from './random-id.ts'

/**
 * The name under which this tab numbers what it says. It survives a reload with session storage, so that
 * unanswered frames are resent under their own numbers. A duplicated tab copies the storage: it finds the
 * name taken and chooses another.
 */
export async function claimTab(user: UserId, parts: TabParts = browserParts()): Promise<ClaimedTab> {
  const { storage } = parts
  const [keptUser, kept] = (storage.getItem(storageKey) ?? '').split(' ')
  if (keptUser === user && kept && await parts.claim(kept)) return { tab: kept as TabId, kept: true }
  const tab = renewTab(user, storage)
  await parts.claim(tab)
  return { tab, kept: false }
}

/** Another name: the hub knows the old one's numbers no more, or somebody else uses it. */
export function renewTab(user: UserId, storage: Storage = sessionStorage): TabId {
  const tab = randomId() as TabId
  try {
    storage.setItem(storageKey, `${user} ${tab}`)
  } catch {
    // Without storage the tab works until it is reloaded.
  }
  return tab
}

export interface ClaimedTab {
  tab: TabId
  /** The name is the one before the reload: what waited then is still to be sent. */
  kept: boolean
}

export interface TabParts {
  storage: Storage
  /**
   * True when no other tab of this browser holds the name; held from then on for as long as the page lives.
   */
  claim: (tab: string) => Promise<boolean>
}

function browserParts(): TabParts {
  // Locks exist only where the page is served by https or from localhost.
  return { storage: sessionStorage, claim: 'locks' in navigator ? claimByLock : claimByChannel }
}

function claimByLock(tab: string): Promise<boolean> {
  return new Promise((resolve) => {
    // After a reload the old page may hold it for another moment, so this waits a little.
    const options = { signal: AbortSignal.timeout(claimMs) }
    navigator.locks.request(`ark-tab-${tab}`, options, () => {
      resolve(true)
      return new Promise<void>(() => {})
    }).catch(() => resolve(false))
  })
}

async function claimByChannel(tab: string): Promise<boolean> {
  if (typeof BroadcastChannel === 'undefined') return true
  const channel = new BroadcastChannel('ark-tab')
  const nonce = randomId()
  const taken = await new Promise<boolean>((resolve) => {
    channel.addEventListener('message', ({ data }: MessageEvent<ChannelNote>) => {
      if (data.kind === 'taken' && data.nonce === nonce) resolve(true)
    })
    channel.postMessage({ kind: 'ask', tab, nonce } satisfies ChannelNote)
    setTimeout(() => resolve(false), claimMs)
  })
  if (taken) {
    channel.close()
    return false
  }
  channel.addEventListener('message', ({ data }: MessageEvent<ChannelNote>) => {
    const answer: ChannelNote = { kind: 'taken', tab, nonce: data.nonce }
    if (data.kind === 'ask' && data.tab === tab) channel.postMessage(answer)
  })
  return true
}

interface ChannelNote {
  kind: 'ask' | 'taken'
  tab: string
  nonce: string
}

const storageKey = 'ark:tab'
const claimMs = 300
