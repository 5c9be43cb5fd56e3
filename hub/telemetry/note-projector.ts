import type { ProjectorNews } from '../projector/news.ts'
import type { Telemetry } from './telemetry.ts'

/** The projector's news: what happens all the time is counted, the rest is logged. */
export function noteProjector(telemetry: Telemetry, news: ProjectorNews): void {
  const { kind, ...ids } = news
  if (news.kind === 'projector:committed') return telemetry.projected(news.events, news.tookMs)
  if (news.kind === 'projector:leased') return telemetry.event(kind, ids)
  if (news.kind !== 'projector:housekept') telemetry.warn(kind, ids)
}
