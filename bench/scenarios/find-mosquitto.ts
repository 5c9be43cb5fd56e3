import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { repositoryRoot } from '../../storage/repository-root.ts'

export type FoundMosquitto =
  /** `libraries`: where those lie that the system lacks. */
  | { found: true; binary: string; libraries: string | null; version: string }
  | { found: false; reason: string }

export interface FindMosquittoOptions {
  env: NodeJS.ProcessEnv
  /** Where a fetched one is kept. */
  cacheDir: string
  say: (step: string) => void
}

/** Looks at the PATH, Debian's folder for servers, the project's cache, and Debian's archive, in this order. */
export async function findMosquitto({ env, cacheDir, say }: FindMosquittoOptions): Promise<FoundMosquitto> {
  const folders = [...(env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''), '/usr/sbin']
  for (const folder of folders) {
    const found = await look(join(folder, 'mosquitto'), null)
    if (found.found) return found
  }
  const kept = await lookInCache(cacheDir)
  if (kept.found) return kept
  say('fetching mosquitto from the Debian archive (0.6 MB)')
  const failure = await fetchInto(cacheDir)
  return failure === null ? lookInCache(cacheDir) : { found: false, reason: failure }
}

function lookInCache(cacheDir: string): Promise<FoundMosquitto> {
  return look(join(cacheDir, 'mosquitto'), join(cacheDir, 'lib'))
}

async function look(binary: string, libraries: string | null): Promise<FoundMosquitto> {
  const env = libraries === null ? process.env : { ...process.env, LD_LIBRARY_PATH: libraries }
  const said = await run(binary, ['-h'], { env, timeout: helpWithinMs })
    // It ends with 3 after its help.
    .catch((error: unknown) => error as { stdout?: string; stderr?: string })
  const version = /mosquitto version (\d+\.\d+\.\d+)/.exec(said.stdout ?? '')?.[1]
  if (version === undefined) return { found: false, reason: `${binary} can't be run: ${lastLine(said.stderr)}` }
  if (!version.startsWith('2.')) return { found: false, reason: `${binary} is ${version}, 2.x is needed` }
  return { found: true, binary, libraries, version }
}

/** Null, or why not. Fetched beside the cache and moved in at the end: nobody sees half of it. */
async function fetchInto(cacheDir: string): Promise<string | null> {
  await mkdir(join(cacheDir, '..'), { recursive: true })
  const folder = await mkdtemp(`${cacheDir}-new-`)
  try {
    const script = join(repositoryRoot(), 'scripts/get-mosquitto.sh')
    await run('sh', [script, folder], { timeout: fetchWithinMs })
    await rm(cacheDir, { recursive: true, force: true })
    await rename(folder, cacheDir)
    return null
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message?: string }
    return `fetching it from the Debian archive failed: ${lastLine(stderr || message)}`
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function lastLine(text = ''): string {
  return text.trim().split('\n').at(-1) || 'no reason given'
}

const run = promisify(execFile)
const helpWithinMs = 10_000
const fetchWithinMs = 120_000
