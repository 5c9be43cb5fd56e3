import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'

/** What the tidiness rules look at: every file of the project, and for code what its syntax tree tells. */
export interface Source {
  /** From the project's root, with `/`. */
  path: string
  text: string
  lines: string[]
  code: Code | undefined
}

export interface Code {
  imports: Import[]
  functions: { line: number; lineCount: number }[]
  /** Lines that hold a comment, alone or after code. */
  commentLines: Set<number>
  /** Lines with a statement that ends in a semicolon, or a string in needless double quotes. */
  oddPunctuation: number[]
}

export interface Import {
  from: string
  line: number
  typeOnly: boolean
}

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url))

/** Tracked files and new ones that aren't ignored; without Git (an unpacked archive) none. */
export function readSources(): Source[] {
  return listFiles().filter((path) => existsSync(join(projectRoot, path))).flatMap((path) => {
    const bytes = readFileSync(join(projectRoot, path))
    if (bytes.includes(0)) return []
    const text = bytes.toString('utf8')
    return [{ path, text, lines: text.replace(/\n$/, '').split('\n'), code: readCode(path, text) }]
  })
}

function listFiles(): string[] {
  try {
    const options = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
    const stdio: ('ignore' | 'pipe')[] = ['ignore', 'pipe', 'ignore']
    const listed = execFileSync('git', options, { cwd: projectRoot, encoding: 'utf8', stdio })
    return listed.split('\0').filter(Boolean)
  } catch {
    return []
  }
}

function readCode(path: string, text: string): Code | undefined {
  if (!['.ts', '.mjs'].includes(extname(path))) return undefined
  const { program, module, comments } = parseSync(path, text)
  const lineOf = newLineFinder(text)
  const code: Code = { imports: [], functions: [], commentLines: new Set(), oddPunctuation: [] }
  for (const { start, end } of comments) {
    for (let line = lineOf(start); line <= lineOf(end); line += 1) code.commentLines.add(line)
  }
  for (const { start, moduleRequest, entries } of module.staticImports) {
    const typeOnly = entries.length > 0 && entries.every((entry) => entry.isType)
    code.imports.push({ from: moduleRequest.value, line: lineOf(start), typeOnly })
  }
  for (const { start, entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest) code.imports.push({ from: moduleRequest.value, line: lineOf(start), typeOnly: isType })
    }
  }
  for (const { start, moduleRequest } of module.dynamicImports) {
    const from = text.slice(moduleRequest.start, moduleRequest.end).replace(/^['"`]|['"`]$/g, '')
    code.imports.push({ from, line: lineOf(start), typeOnly: false })
  }
  walk(asNode(program), undefined, (node, parent) => { readNode({ node, parent, text, lineOf, code }) })
  return code
}

interface Node {
  type: string
  start: number
  end: number
  [field: string]: unknown
}

interface Visit {
  node: Node
  parent: Node | undefined
  text: string
  lineOf: (offset: number) => number
  code: Code
}

function readNode({ node, parent, text, lineOf, code }: Visit): void {
  const [line, lastLine] = [lineOf(node.start), lineOf(node.end)]
  if (functionTypes.has(node.type) && asNode(node['body']).type === 'BlockStatement' && !isSuite(parent)) {
    code.functions.push({ line, lineCount: lastLine - line + 1 })
  }
  const endsLine = text[node.end] === '\n' || node.end === text.length
  const semicolon = statementTypes.has(node.type) && text[node.end - 1] === ';'
  if (semicolon && endsLine) code.oddPunctuation.push(lastLine)
  const doubleQuoted = node.type === 'Literal' && text[node.start] === '"'
  if (doubleQuoted && !text.slice(node.start, node.end).includes('\'')) code.oddPunctuation.push(line)
}

/** `describe` only groups tests: its callback is a chapter, not a function. */
function isSuite(parent: Node | undefined): boolean {
  return parent?.type === 'CallExpression' && asNode(parent['callee'])['name'] === 'describe'
}

function walk(node: Node, parent: Node | undefined, visit: (node: Node, parent?: Node) => void): void {
  visit(node, parent)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, node, visit)
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

function asNode(value: unknown): Node {
  return isNode(value) ? value : { type: 'none', start: 0, end: 0 }
}

/** The 1-based line of an offset. */
function newLineFinder(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

const statementTypes = new Set([
  'ExpressionStatement', 'VariableDeclaration', 'ReturnStatement', 'ThrowStatement', 'BreakStatement',
  'ImportDeclaration', 'ExportNamedDeclaration', 'ExportDefaultDeclaration', 'ExportAllDeclaration',
  'PropertyDefinition', 'TSTypeAliasDeclaration',
])
