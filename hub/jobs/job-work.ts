import type { BulkActionName } from '../../protocol/bulk/index.ts'
import type { MediaId } from '../../protocol/ids.ts'
import type { ImportName } from '../../protocol/imports/index.ts'
import type { ExportFormat } from '../../protocol/operations/jobs.ts'
import type { Selection } from '../../protocol/resource.ts'
import type { ResourceName } from '../../protocol/resources/index.ts'

/** What a job is to do, as it is stored: read by no one else. The scope is the owner's when it runs. */
export interface JobWork {
  export: { resource: ResourceName; selection: Selection; columns: string[]; format: ExportFormat; sort: string }
  bulk: { action: BulkActionName; selection: Selection; input: Record<string, unknown> }
  import: { sheet: ImportName; media: MediaId }
}
