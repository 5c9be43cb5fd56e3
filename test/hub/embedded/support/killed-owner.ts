import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { repositoryRoot } from '../../../../storage/repository-root.ts'

/** Starts a server from another process and kills that one with -9. Resolves to the server's process id. */
export async function killedOwner(kind: 'database' | 'nats', options: object): Promise<number> {
  const [file, name] = kind === 'nats' ? ['nats-server.js', 'startNatsServer'] : ['database.js', 'startDatabase']
  const url = pathToFileURL(join(repositoryRoot(), 'dist/hub/embedded', file)).href
  const script = `
    const { ${name} } = await import(${JSON.stringify(url)})
    const server = await ${name}(${JSON.stringify(options)})
    process.stdout.write(String(server.pid))
    setInterval(() => {}, 1000)`
  const owner = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [pid] = await once(owner.stdout, 'data') as [Buffer]
  owner.kill('SIGKILL')
  await once(owner, 'exit')
  return Number(pid.toString())
}

/** A process that ended but that nobody has waited for still has its number, and no command line. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || readFileSync(`/proc/${pid}/cmdline`).length > 0
  } catch {
    return false
  }
}
