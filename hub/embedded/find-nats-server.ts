import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { repositoryRoot } from '../../storage/repository-root.ts'

export interface FindOptions {
  /** Where a downloaded server is kept. */
  cacheDir: string
  /** NATS_SERVER and PATH are read. */
  env: NodeJS.ProcessEnv
  progress: (step: string) => void
  /** Looked into after PATH: Debian keeps servers in /usr/sbin, which an ordinary user's PATH lacks. */
  otherFolders?: readonly string[]
}

export type FoundNatsServer =
  | { found: true, binary: string, version: string }
  /** `message` says what was looked at and how to install it. */
  | { found: false, code: 'natsServerMissing', message: string }

/** Looks at NATS_SERVER, the PATH, the project's cache, and Debian's archive, in this order. */
export async function findNatsServer(options: FindOptions): Promise<FoundNatsServer> {
  const named = options.env['NATS_SERVER']
  if (named) {
    return judge(named, await versionOf(named))
  }
  const refused: string[] = []
  for (const binary of places(options)) {
    const version = await versionOf(binary)
    if (version === null) continue
    if (isNewEnough(version)) return { found: true, binary, version }
    refused.push(`${binary} is ${version}`)
  }
  return download(options, refused)
}

function places({ cacheDir, env, otherFolders = systemFolders }: FindOptions): string[] {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...new Set([...folders, ...otherFolders, cacheDir])].map((folder) => join(folder, 'nats-server'))
}

/** Fetched beside the cache and moved in at the end: two starts at once never see half a file. */
async function download(options: FindOptions, refused: string[]): Promise<FoundNatsServer> {
  if (!(await canUseDebian(options.env))) return missing(...refused)
  options.progress('fetching nats-server from the Debian archive (5 MB)')
  await mkdir(options.cacheDir, { recursive: true })
  const folder = await mkdtemp(join(options.cacheDir, 'new-'))
  try {
    const script = join(repositoryRoot(), 'scripts/get-nats.sh')
    await run('sh', [script, folder], { timeout: downloadWithinMs, env: options.env })
    const binary = join(options.cacheDir, 'nats-server')
    await rename(join(folder, 'nats-server'), binary)
    return judge(binary, await versionOf(binary))
  } catch (error) {
    return missing(...refused, `fetching it from the Debian archive failed: ${lastLine(error)}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function canUseDebian(env: NodeJS.ProcessEnv): Promise<boolean> {
  const folders = (env['PATH'] ?? '').split(delimiter)
  const tools = ['apt-get', 'dpkg-deb'].map((tool) => folders.map((folder) => join(folder, tool)))
  const paths = [...tools, [debianKeyring]]
  const present = await Promise.all(paths.map(async (group) => (await Promise.all(group.map(canRead))).includes(true)))
  return !present.includes(false)
}

async function canRead(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(() => true, () => false)
}

/** Null when there is no such program. */
async function versionOf(binary: string): Promise<string | null> {
  try {
    const { stdout } = await run(binary, ['--version'], { timeout: versionWithinMs })
    return /v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? null
  } catch {
    return null
  }
}

/** 2.9 rejects `no_fast_producer_stall` and `sync_interval: always`, which the journal depends on. */
function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 2 || (major === 2 && minor >= 10)
}

function judge(binary: string, version: string | null): FoundNatsServer {
  if (version === null) return missing(`${binary} is not a nats-server that can be run`)
  return isNewEnough(version) ? { found: true, binary, version } : missing(`${binary} is ${version}`)
}

function missing(...reasons: string[]): FoundNatsServer {
  const because = reasons.map((reason) => `\n  - ${reason}`).join('')
  return { found: false, code: 'natsServerMissing', message: `${howToInstall}${because}` }
}

function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string, message?: string }
  return (stderr || message || 'no reason given').trim().split('\n').at(-1) ?? ''
}

const run = promisify(execFile)
const systemFolders = ['/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/opt/homebrew/bin']
const debianKeyring = '/usr/share/keyrings/debian-archive-keyring.gpg'
const versionWithinMs = 10_000
/** Usually 4 s; a slow mirror may need a minute or two. */
const downloadWithinMs = 180_000

const howToInstall = [
  'nats-server 2.10 or newer is needed and was not found. One of these helps:',
  '  - macOS: brew install nats-server',
  '  - Debian 13 or newer: apt-get install nats-server',
  '  - any system: unpack a release of github.com/nats-io/nats-server and set NATS_SERVER to its path',
  '  - Docker: docker run -p 4222:4222 nats:2 -js, then set NATS_URL=nats://127.0.0.1:4222',
].join('\n')
