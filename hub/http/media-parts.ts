import type { DeviceId, MediaId, UserId } from '../../protocol/ids.ts'
import type { MediaStore } from '../media/media-store.ts'
import type { VoiceConverter } from '../media/voice-converter.ts'
import type { Uploads } from '../media/uploads.ts'
import type { Voice } from '../journal/voice.ts'
import type { HttpParts } from './http-parts.ts'

export interface MediaParts extends HttpParts {
  mediaStore: MediaStore
  voices: VoiceConverter
  uploads: Uploads
  /** Agents who told this phone to send this medium and wait for it to be done. */
  sendersOf: (device: DeviceId, media: MediaId) => Iterable<UserId>
  voice: Pick<Voice, 'say'>
}
