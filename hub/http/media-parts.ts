import type { MediaStore } from '../media/media-store.ts'
import type { Uploads } from '../media/uploads.ts'
import type { Voice } from '../journal/voice.ts'
import type { HttpParts } from './http-parts.ts'

export interface MediaParts extends HttpParts {
  mediaStore: MediaStore
  uploads: Uploads
  voice: Pick<Voice, 'say'>
}
