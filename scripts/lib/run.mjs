import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Runs a program in the project's folder with our own input and output. Resolves to its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    child.once('error', (error) => reject(new Error(`${command} could not be run: ${error.message}`)))
    child.once('exit', (code, signal) => resolve(signal === null ? code : 1))
  })
}

/** Like `run`, but quiet: resolves to everything it said. */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options })
    const said = []
    child.stdout.on('data', (bytes) => said.push(bytes))
    child.stderr.on('data', (bytes) => said.push(bytes))
    child.once('error', (error) => resolve({ code: 1, output: `${command} could not be run: ${error.message}` }))
    child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(said).toString() }))
  })
}

/** Runs a tool of the project with this same Node, without the detour over npx. */
export function runTool(path, args = [], options = {}) {
  return run(process.execPath, [`${root}node_modules/${path}`, ...args], options)
}

export const tools = {
  tsc: 'typescript/bin/tsc',
  vite: 'vite/bin/vite.js',
  vitest: 'vitest/vitest.mjs',
  oxlint: 'oxlint/bin/oxlint',
}
