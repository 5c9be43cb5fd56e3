import type { MediaId } from '../../../protocol/ids.ts'
import { uploaderOf } from '../../media/media-access.ts'
import type { Medium } from '../../media/media-store.ts'
import type { UserContext } from '../context.ts'
import { type Refusal, refuseField } from '../refusal.ts'

/** A medium that this user uploaded themselves. */
export async function ownUpload(
  media: MediaId, { user, mediaStore }: Pick<UserContext, 'user' | 'mediaStore'>,
): Promise<Medium | Refusal> {
  const medium = await mediaStore.findAgain(media)
  const isOwn = medium?.uploaders.has(uploaderOf({ kind: 'user', user: user.id })) === true
  return isOwn ? medium : refuseField('media', 'you uploaded no such file')
}
