// Everything: types, lint, and all tests with real servers and a browser. Sets itself up first.
// usage: npm test [-- filters and options of vitest]
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildConsole, buildServer } from './lib/build.mjs'
import { check, checks } from './lib/checks.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { root, runTool, tools } from './lib/run.mjs'
import { say } from './lib/say.mjs'
import { ensureTestTools } from './lib/test-tools.mjs'

async function main(vitestArgs) {
  await ensureInstalled()
  const results = { passed: 0, failed: 0 }
  const count = (passed) => { results[passed ? 'passed' : 'failed'] += 1 }
  // A build that fails is told twice, as a build and as types, but the tests that don't need it still run.
  if (!(await buildServer())) count(false)
  if (!(await buildConsole())) count(false)
  const browser = await ensureTestTools()
  for (const one of checks) count(await check(one))
  const tested = await runTests({ vitestArgs, browser })
  results.passed += tested.passed
  results.failed += tested.failed
  console.log(`${results.passed} passed, ${results.failed} failed`)
  process.exit(results.failed === 0 && tested.code === 0 ? 0 : 1)
}

async function runTests({ vitestArgs, browser }) {
  say('running all tests')
  mkdirSync(join(root, 'test-results'), { recursive: true })
  rmSync(reportFile, { force: true })
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...vitestArgs]
  const code = await runTool(tools.vitest, args, { env: { ...process.env, CHROMIUM: browser } })
  const counted = readCounts()
  // Something outside a test went wrong, as an error that nobody caught: a failure without a name.
  if (code !== 0 && counted.failed === 0) counted.failed = 1
  return { ...counted, code }
}

/** A file that breaks before its first test counts as one failure. */
function readCounts() {
  try {
    const report = JSON.parse(readFileSync(reportFile, 'utf8'))
    const brokenFiles = report.testResults.filter(({ status, assertionResults }) => {
      return status === 'failed' && !assertionResults.some((one) => one.status === 'failed')
    })
    return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles.length }
  } catch {
    return { passed: 0, failed: 0 }
  }
}

const reportFile = join(root, 'test-results/vitest.json')

await main(process.argv.slice(2))
