export interface ProjectorOptions { onNews: (news: { kind: `projector:${string}`; [id: string]: string | number }) => void; [more: string]: unknown }
/** Placeholder until the thread lands. */
export function startProjector(_options: ProjectorOptions): { stop(): Promise<void> } {
  return { stop: () => Promise.resolve() }
}
