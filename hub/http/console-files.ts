import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** The built consoles in memory, by path: `/assets/x.js`. A few MB. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>

export interface ConsoleFile {
  mime: string
  etag: string
  /** Its name holds a hash of its content. */
  immutable: boolean
  body: Buffer
  /** Null where it doesn't pay. */
  brotli: Buffer | null
  gzip: Buffer | null
}

/** Empty if the folder isn't there: the console isn't built. */
export async function loadConsoleFiles(folder: string): Promise<ConsoleFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const onlyFiles = entries.filter((entry) => entry.isFile())
  const paths = onlyFiles.map(({ parentPath, name }) => join(parentPath, name))
  const files = await Promise.all(paths.filter(isServed).map(async (path) => {
    return [`/${relative(folder, path).split(sep).join('/')}`, await loadFile(path)] as const
  }))
  return new Map(files)
}

async function loadFile(path: string): Promise<ConsoleFile> {
  const body = await readFile(path)
  const mime = mimes.get(extname(path)) ?? 'application/octet-stream'
  const pays = body.length > 1_000 && /text|json|javascript|svg/.test(mime)
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } }
  return {
    mime, body,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    immutable: /-[A-Za-z0-9_-]{8,}\.\w+$/.test(path) && path.includes(`${sep}assets${sep}`),
    brotli: pays ? await compressBrotli(body, quality) : null,
    gzip: pays ? await compressGzip(body) : null,
  }
}

/** Source maps stay on the disk. */
function isServed(path: string): boolean {
  return !path.endsWith('.map')
}

const compressBrotli = promisify<Buffer, object, Buffer>(brotliCompress)
const compressGzip = promisify<Buffer, Buffer>(gzip)
/** 1 MB in 40 ms; the best quality takes 2 s for 3 % less. */
const brotliQuality = 7

const mimes = new Map(Object.entries({
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8', '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon',
  '.webp': 'image/webp', '.jpg': 'image/jpeg', '.woff2': 'font/woff2', '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json', '.wasm': 'application/wasm', '.mp3': 'audio/mpeg',
}))
