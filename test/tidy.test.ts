import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Import, Source } from './support/sources.ts'
import { readSources } from './support/sources.ts'

// Each rule collects its breaches as "path:line what is wrong", so that a failure is a list to work through.
const sources = readSources()
const styled = sources.filter(({ path }) => /\.(ts|mjs|sql|css)$/.test(path))
const parsed = sources.flatMap(({ path, code, lines }) => code === undefined ? [] : [{ path, code, lines }])

describe('sizes', () => {
  test('no file is longer than 400 lines', () => {
    const long = styled.filter(({ lines }) => lines.length > fileLinesMax)
    expect(long.map(({ path, lines }) => `${path} has ${lines.length} lines: split it`)).toEqual([])
  })

  test('files are short: median 120 lines, nine of ten 300', () => {
    const lengths = styled.map(({ path, lines }) => ({ place: path, lineCount: lines.length }))
    expect(tooSpread(lengths, { median: 120, ninth: 300 })).toEqual([])
  })

  test('no line is wider than 120 columns', () => {
    expect(eachLine(styled, (line) => line.length > columnsMax && `${line.length} columns`)).toEqual([])
  })

  test('no function is longer than 70 lines', () => {
    const long = allFunctions().filter(({ lineCount }) => lineCount > functionLinesMax)
    const named = long.map(({ path, line, lineCount }) => `${path}:${line} a function of ${lineCount} lines`)
    expect(named).toEqual([])
  })

  test('functions are short: median 10 lines, nine of ten 35', () => {
    const product = allFunctions().filter(({ path }) => !path.startsWith('test/'))
    const lengths = product.map(({ path, line, lineCount }) => ({ place: `${path}:${line}`, lineCount }))
    expect(tooSpread(lengths, { median: 10, ninth: 35 })).toEqual([])
  })

  test('comments are neither missing nor everywhere: 5 to 20 % of the lines', () => {
    const product = sources.filter(({ path, code }) => code !== undefined && !path.startsWith('test/'))
    const lineCount = sum(product.map(({ lines }) => lines.filter((line) => line.trim() !== '').length))
    const share = sum(product.map(({ code }) => code?.commentLines.size ?? 0)) / lineCount
    if (lineCount > 1_000) expect(share).toBeGreaterThan(0.05)
    if (lineCount > 1_000) expect(share).toBeLessThan(0.2)
  })
})

describe('spelling', () => {
  test('file names are in kebab-case', () => {
    const odd = styled.filter(({ path }) => !/^\.?[a-z0-9]+([-.][a-z0-9]+)*$/.test(posix.basename(path)))
    expect(odd.map(({ path }) => path)).toEqual([])
  })

  test('no semicolons at line ends, single quotes', () => {
    const odd = parsed.flatMap(({ path, code }) => code.oddPunctuation.map((line) => `${path}:${line}`))
    expect(odd).toEqual([])
  })

  test('Chinese sentences have Chinese punctuation', () => {
    const product = parsed.filter(({ path }) => isProduct(path) && !path.startsWith('bench/'))
    const foreign = product.flatMap(({ path, code, lines }) => lines.flatMap((line, index) => {
      if (code.commentLines.has(index + 1)) return []
      const found = halfWidth.exec(line.replaceAll(fileFormats, ''))
      return found === null ? [] : [`${path}:${index + 1} ${found[0]}`]
    }))
    expect(foreign).toEqual([])
  })

  test('no test is skipped, singled out or only planned', () => {
    const tests = sources.filter(({ path }) => path.startsWith('test/') && path.endsWith('.ts'))
    const marked = /\b(?:test|it|describe)\.(?:only|skip|todo)\b/
    expect(eachLine(tests, (line) => marked.exec(line)?.[0])).toEqual([])
  })
})

describe('folders', () => {
  test('imports go one way', () => {
    const astray = eachImport(({ path, from }) => {
      const [home, target] = [folderOf(path), folderOf(posix.join(posix.dirname(path), from))]
      if (!from.startsWith('.') || home === target) return undefined
      return mayImport[home]?.includes(target) === false && `${home} must not import ${target} (${from})`
    })
    expect(astray).toEqual([])
  })

  test('each heavy library is imported in one place', () => {
    const astray = eachImport(({ path, from, typeOnly }) => {
      const heavy = heavyLibraries.find(({ name }) => from === name || from.startsWith(`${name}/`))
      const types = typeOnly && heavy?.typesIn !== undefined && path.startsWith(heavy.typesIn)
      if (heavy === undefined || !isProduct(path) || types) return undefined
      const atHome = heavy.places.some((place) => path.startsWith(place))
      return !atHome && `${from} belongs into ${heavy.places.join(' or ')}`
    })
    expect(astray).toEqual([])
  })

  test('protocol runs in a browser and actors touch nothing outside', () => {
    const astray = eachImport(({ path, from }) => {
      const bare = path.startsWith('actors/') || path.startsWith('web-components/')
        || (path.startsWith('protocol/') && !path.startsWith('protocol/catalog/'))
      const builtIn = from.startsWith('node:') && !(path.startsWith('actors/') && from === 'node:assert')
      return bare && !path.endsWith('vite.config.ts') && builtIn && from
    })
    expect(astray).toEqual([])
  })

  test('actors and their rules read no clock and throw no dice', () => {
    const actors = styled.filter(({ path }) => path.startsWith('actors/'))
    const impure = /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bMath\.random\(|\brandomUUID\(/
    expect(eachLine(actors, (line) => impure.exec(line)?.[0])).toEqual([])
  })
})

describe('what must not be shipped', () => {
  test('no path of one machine', () => {
    const machinePath = /(?<![\w.\-\])}*])\/(?:work|tmp|root|Users)\/[\w.-]/
    expect(eachLine(sources, (line) => machinePath.exec(line)?.[0])).toEqual([])
  })

  test('no address of a package registry', () => {
    const registry = /https?:\/\/[\w.:@-]*(?:registry|artifactory|nexus|verdaccio|mirror)[\w.:-]*/i
    expect(eachLine(sources, (line) => registry.exec(line)?.[0])).toEqual([])
  })

  test('the lock file names no place to download from', () => {
    const lock = sources.filter(({ path }) => path === 'package-lock.json')
    expect(eachLine(lock, (line) => line.includes('"resolved"') && 'npm ran without our .npmrc')).toEqual([])
  })

  test('dependencies have exact versions', () => {
    const manifest = JSON.parse(sources.find(({ path }) => path === 'package.json')?.text ?? '{}') as Manifest
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    const exact = /^(?:npm:[@\w./-]+@)?\d+\.\d+\.\d+(?:-[\w.-]+)?$/
    const loose = versions.filter(([, version]) => !exact.test(version))
    expect(loose.map(([name, version]) => `${name}: ${version}`)).toEqual([])
  })
})

/** A mark between Chinese letters, or between one and a space, a quote or a tag. */
const halfWidth = /[\p{Script=Han}」』）][,;?!](?=[\p{Script=Han}「『 '`<])|[\p{Script=Han}」』）]:(?=[\p{Script=Han}「『'`<])/u
/** What is typed like this into a field or a sheet. */
const fileFormats = /姓名,号码|多少钱,价格|活动,打折/g

interface Manifest {
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

interface Spread {
  median: number
  ninth: number
}

type Breach = string | false | undefined

function allFunctions(): { path: string; line: number; lineCount: number }[] {
  return parsed.flatMap(({ path, code }) => code.functions.map((found) => ({ path, ...found })))
}

function eachLine(files: Source[], check: (line: string) => Breach): string[] {
  return files.flatMap(({ path, lines }) => lines.flatMap((line, index) => {
    const breach = check(line)
    return breach ? [`${path}:${index + 1} ${breach}`] : []
  }))
}

function eachImport(check: (found: Import & { path: string }) => Breach): string[] {
  return parsed.flatMap(({ path, code }) => code.imports.flatMap((found) => {
    const breach = check({ path, ...found })
    return breach ? [`${path}:${found.line} ${breach}`] : []
  }))
}

/** What is wrong with a whole set of lengths, and the ten longest to begin with. */
function tooSpread(found: { place: string; lineCount: number }[], most: Spread): string[] {
  const sorted = found.toSorted((a, b) => a.lineCount - b.lineCount)
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1]?.lineCount ?? 0
  if (at(0.5) <= most.median && at(0.9) <= most.ninth) return []
  const longest = sorted.slice(-10).map(({ place, lineCount }) => `${place} ${lineCount} lines`)
  const summary = `median ${at(0.5)} (at most ${most.median}), nine of ten ${at(0.9)} (at most ${most.ninth})`
  return [summary, ...longest]
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

function folderOf(path: string): string {
  return path.split('/')[0] ?? ''
}

/** Peers are other products to compare with, and tests look at the libraries from outside. */
function isProduct(path: string): boolean {
  return !path.startsWith('test/') && !path.startsWith('bench/peers/')
}

/** Who may import whom; a folder that isn't named here is free. */
const mayImport: Record<string, string[]> = {
  'protocol': [],
  'actors': ['protocol'],
  'storage': ['protocol'],
  'web-components': ['protocol'],
  'hub': ['protocol', 'actors', 'storage'],
  'bench': ['protocol', 'actors', 'storage', 'hub'],
}

const heavyLibraries: { name: string; places: string[]; typesIn?: string }[] = [
  { name: 'uWebSockets.js', places: ['hub/sockets/', 'hub/http/'] },
  { name: '@nats-io', places: ['hub/nats/'] },
  { name: 'pg', places: ['storage/pool.ts'], typesIn: 'storage/' },
  { name: 'msgpackr', places: ['protocol/codec.ts'] },
  { name: 'nact', places: ['actors/shell.ts'] },
]

const fileLinesMax = 400
const functionLinesMax = 70
const columnsMax = 120
