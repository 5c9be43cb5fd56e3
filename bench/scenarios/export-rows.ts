import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { compiledPath } from '../../hub/embedded/compiled.ts'
import type { ExportNews, ExportSettings } from '../../hub/jobs/export-thread.ts'
import { type Pool, newPool } from '../../storage/pool.ts'

interface Spread { p50: number; p95: number }
export interface Exported {
  rows: number; seconds: number; bytes: number
  /** By how much this process grew meanwhile, at most. */
  grownMb: number
  chatAloneMs: Spread; chatBesideMs: Spread
}

/**
 * All friends as csv, by the thread that the hub uses, while somebody else stores 50 messages ten times a second, as
 * the projector does: how long these take alone, and beside it.
 */
export async function measureExport(
  pool: Pool, { databaseUrl, say }: { databaseUrl: string; say: (step: string) => void },
): Promise<Exported> {
  const folder = await mkdtemp(join(tmpdir(), 'ark-bench-export-'))
  const chat = newPool({ url: databaseUrl, max: 1, onError: () => undefined })
  try {
    await pool.query('create table if not exists bench_chat (like message including all)')
    const chatAloneMs = await talk(chat, sleep(5_000))
    say('export')
    const export_ = runExport({
      databaseUrl, path: join(folder, 'friends.csv'), scope: { kind: 'company', user: '' }, resource: 'friends',
      selection: { filters: {} }, format: 'csv', sort: 'addedMs',
      columns: [
        'nickname', 'remark', 'gender', 'alias', 'labels', 'region', 'account', 'seat', 'group', 'source', 'addedMs',
      ],
    })
    const [exported, chatBesideMs] = await Promise.all([export_, talk(chat, export_)])
    return { ...exported, chatAloneMs, chatBesideMs }
  } finally {
    await chat.query('drop table if exists bench_chat')
    await chat.end()
    await rm(folder, { recursive: true, force: true })
  }
}

async function runExport(workerData: ExportSettings): Promise<Omit<Exported, 'chatAloneMs' | 'chatBesideMs'>> {
  const sinceMs = performance.now()
  const worker = new Worker(compiledPath(import.meta.url, '../../hub/jobs/export-thread.js'), { workerData })
  const before = process.memoryUsage.rss()
  let [rows, grownMb] = [0, 0]
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.on('message', (news: ExportNews) => {
      if (news.kind === 'refused') return reject(new Error(news.reason))
      if (news.kind === 'progress') {
        rows = news.done
        grownMb = Math.max(grownMb, (process.memoryUsage.rss() - before) / 2 ** 20)
        return
      }
      resolve({ rows, seconds: (performance.now() - sinceMs) / 1_000, bytes: news.bytes, grownMb })
    })
  })
}

async function talk(chat: Pool, until: Promise<unknown>): Promise<Spread> {
  const tookMs: number[] = []
  const state = { isOver: false }
  const over = until.finally(() => { state.isOver = true })
  for (let position = Date.now() * 1_000; !state.isOver; position += 50) {
    const sinceMs = performance.now()
    await chat.query(`insert into bench_chat (at, position, account, peer, direction, type, text, body, sent_ms, state,
      changed_at) select now(), $1::int8 + n, 'bench-wx' || n, 'p', 'in', 'text', '在吗', '', 0, 'received', 0
      from generate_series(1, 50) n`, [position])
    tookMs.push(performance.now() - sinceMs)
    await sleep(100)
  }
  await over
  tookMs.sort((a, b) => a - b)
  const at = (share: number): number => tookMs[Math.floor(tookMs.length * share)] ?? NaN
  return { p50: at(0.5), p95: at(0.95) }
}
