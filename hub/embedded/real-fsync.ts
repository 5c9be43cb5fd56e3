import { fdatasyncSync, fsyncSync } from 'node:fs'

/**
 * PGlite answers fsync and fdatasync without doing anything, so a power cut could lose what was committed.
 * Call before PGlite is created, and the returned function with what was created.
 */
export function hookRealFsync(): (pglite: { Module: unknown }) => void {
  let files: EmscriptenFiles | null = null
  const { WebAssembly } = globalThis as unknown as { WebAssembly: { instantiate: Instantiate } }
  const { instantiate } = WebAssembly
  WebAssembly.instantiate = (module, imports) => {
    const { env } = imports
    const original = env?.[fdatasyncName]
    if (env !== undefined && original !== undefined) {
      env[fdatasyncName] = (descriptor) => {
        const { nfd } = files?.getStream(descriptor) ?? {}
        if (nfd !== undefined) fdatasyncSync(nfd)
        return original(descriptor)
      }
    }
    return instantiate(module, imports)
  }
  return (pglite) => {
    WebAssembly.instantiate = instantiate
    files = (pglite.Module as { FS: EmscriptenFiles }).FS
    files.filesystems.NODEFS.stream_ops.fsync = ({ nfd }) => {
      if (nfd !== undefined) fsyncSync(nfd)
      return 0
    }
  }
}

/** Emscripten's view of an open file; `nfd` is the descriptor in Node when the file is on the disk. */
interface EmscriptenStream { nfd?: number }

interface EmscriptenFiles {
  getStream(descriptor: number): EmscriptenStream | null
  filesystems: { NODEFS: { stream_ops: { fsync?: (stream: EmscriptenStream) => number } } }
}

type Syscall = (descriptor: number) => number
type Instantiate = (module: unknown, imports: { env?: Record<string, Syscall> }) => Promise<unknown>

const fdatasyncName = '__syscall_fdatasync'
