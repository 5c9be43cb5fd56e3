import type { SendCheck } from '../../actors/seat/uplink.ts'
import type { Directory } from '../directory/directory.ts'
import { mayWatch } from '../directory/may-watch.ts'
import type { OpenCommands } from '../feed/open-commands.ts'
import type { RecentSends } from '../feed/recent-sends.ts'
import type { SendGuard } from './send-guard.ts'

/** What a hub knows by now about a send: enough for a quick no. The journal's order has the last word. */
export function newSendCheck(
  { directory, openCommands, recentSends, sendGuard }:
  { directory: Directory; openCommands: OpenCommands; recentSends: RecentSends; sendGuard: SendGuard },
): SendCheck {
  return {
    serves: (user, account, peer) => directory.serves(user, account, peer),
    supervises: (user, account, peer) => mayWatch(directory, { user, account, peer }),
    recentSend: (account, msgSvrId) => recentSends.find(account, msgSvrId),
    blockedWords: (lines) => directory.words.blockedIn(...lines),
    deviceBusy: (account) => {
      const device = directory.deviceOf(account)
      return device !== undefined && openCommands.isFull(device)
    },
    answeredMeanwhile: (user, send) => sendGuard.answers.answeredMeanwhile(user, send) !== null,
  }
}
