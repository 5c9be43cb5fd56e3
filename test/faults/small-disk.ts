import { execFileSync } from 'node:child_process'
import { open, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** A disk of some megabytes that can be filled to the last byte. Only root can make one (tmpfs, Linux). */
export class SmallDisk {
  readonly name: string
  readonly folder: string

  private constructor({ name, folder }: { name: string; folder: string }) {
    this.name = name
    this.folder = folder
  }

  static possible(): boolean {
    return process.platform === 'linux' && process.getuid?.() === 0
  }

  /** None where the system doesn't let even root mount, as in many containers. */
  static async makeAll(parent: string, names: readonly string[]): Promise<SmallDisk[]> {
    const disks: SmallDisk[] = []
    for (const name of names) {
      const folder = join(parent, `${name}-disk`)
      await mkdir(folder)
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', folder], { stdio: 'ignore' })
      } catch {
        break
      }
      disks.push(new SmallDisk({ name, folder }))
    }
    return disks
  }

  async fill(): Promise<void> {
    const file = await open(this.#ballast, 'w')
    const piece = Buffer.alloc(64 * 1024)
    try {
      for (let size = piece.length; size > 0;) {
        const { bytesWritten } = await file.write(piece, 0, size).catch(() => ({ bytesWritten: 0 }))
        if (bytesWritten < size) size = Math.floor(size / 2)
      }
    } finally {
      await file.close()
    }
  }

  async empty(): Promise<void> {
    await rm(this.#ballast, { force: true })
  }

  remove(): void {
    execFileSync('umount', ['-l', this.folder], { stdio: 'ignore' })
  }

  get #ballast(): string {
    return join(this.folder, 'ballast')
  }
}

/** A fresh database has 60 MiB, a run of a minute writes 30 more. Its bytes are memory. */
const diskBytes = 256 * 2 ** 20
