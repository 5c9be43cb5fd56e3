import { cpus, totalmem } from 'node:os'
import type { BenchConditions } from './report.ts'

export function conditionsOf(how: string, versions = `Node ${process.versions.node}`): BenchConditions {
  const processors = cpus()
  return {
    machine: `${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'}), `
      + `${Math.round(totalmem() / 2 ** 30)} GB, load and servers on the same machine`,
    versions, date: new Date().toISOString().slice(0, 10), how,
  }
}
