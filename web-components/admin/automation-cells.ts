import { html } from 'lit'
import type { RowOf } from '../../protocol/resource.ts'
import type { automation } from '../../protocol/resources/automation.ts'
import { avatar } from '../elements/avatar.ts'

type AccountRow = RowOf<typeof automation>

/** An account as both pages about what it does by itself show it. */
export const accountCells = {
  nickname: ({ id, nickname, avatar: picture }: AccountRow) => html`<span class="with-avatar">
    ${avatar({ id, name: nickname, avatar: picture, size: 'tiny' })}
    <span class="cut" title=${nickname}>${nickname}</span></span>`,
  online: ({ online }: AccountRow) => html`<span class="state dot" data-value=${online ? 'online' : 'offline'}>
    ${online ? '在线' : '离线'}</span>`,
}
