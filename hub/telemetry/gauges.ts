import { windowOf } from '../pressure.ts'
import type { Road } from '../road.ts'
import type { Connections } from '../sockets/connections.ts'
import type { Telemetry } from './telemetry.ts'

/** Figures of the moment, read when /metrics is asked. */
export function registerGauges(
  telemetry: Telemetry, { road, connections }: { road: Road; connections: Connections },
): void {
  const { phones, seats, accounts, journal, feed, openCommands, shell, pressure, lag } = road
  telemetry.gauge('ark_phones', 'Phones connected to this hub', () => phones.size)
  telemetry.gauge('ark_tabs', 'Console tabs connected to this hub', () => seats.size)
  telemetry.gauge('ark_tabs_waiting_bytes', 'Bytes that consoles have not read', () => seats.waitingBytes)
  telemetry.gauge('ark_accounts', 'Accounts that are logged in on phones connected to this hub', () => accounts.size)
  telemetry.gauge('ark_actors', 'Actors that live', () => shell.size)
  telemetry.gauge('ark_journal_waiting', 'Events that wait for the journal', () => journal.waiting)
  telemetry.gauge('ark_journal_fill_ratio', 'Fill of the journal, 0 to 1', () => pressure.journalFill)
  telemetry.gauge(
    'ark_projector_lag_records', 'Records of the journal that storage lags behind this feed', () => lag.records,
  )
  telemetry.gauge('ark_projector_lag_events', 'Events that storage lags behind this feed', () => lag.events)
  telemetry.gauge('ark_projector_lag_seconds', 'The same in the time of the journal', () => lag.ms / 1000)
  telemetry.gauge('ark_uplink_window', 'Uplink window told to phones', () => windowOf(pressure))
  telemetry.gauge('ark_feed_position', 'Last position this feed has applied', () => feed.position)
  telemetry.gauge('ark_sources', 'Sources whose numbers are kept', () => feed.acceptance.sourceCount)
  telemetry.gauge('ark_connections', 'TCP connections, half done ones too', () => connections.open)
  telemetry.gauge('ark_connections_refused', 'Connections beyond what the system allows', () => connections.refused)
  telemetry.gauge('ark_open_commands', 'Commands that wait for a phone', () => openCommands.size)
}
