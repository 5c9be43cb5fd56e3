import { describe, expect, test } from 'vitest'
import { limitsAbout } from '../../protocol/catalog/limits-about.ts'
import { pack } from '../../protocol/codec.ts'
import { encodeFrame } from '../../protocol/frame.ts'
import {
  installId, isChatroom, peerId, positionOf, recordEventsMax, streamSequenceOf, taskId,
} from '../../protocol/ids.ts'
import { chatroomProfile } from '../../protocol/kinds.ts'
import { limits } from '../../protocol/limits.ts'

describe('limits', () => {
  test('are whole numbers with their unit last in the name, and nobody changes them', () => {
    for (const [name, value] of Object.entries(limits)) {
      expect(Number.isSafeInteger(value) && value > 0, name).toBe(true)
      expect(name).toMatch(/(Ms|Max|Min)$/)
    }
    expect(Object.isFrozen(limits)).toBe(true)
    expect(Object.keys(limitsAbout)).toEqual(Object.keys(limits))
  })

  test('[P7] the longest message of each kind fits a frame', () => {
    const text = 'x'.repeat(limits.textBytesMax)
    const id = '~'.repeat(limits.idBytesMax)
    const longest = [
      0x20, 2 ** 53 - 1, id, id, '18446744073709551615', 'out', id, 'miniProgram', 2 ** 31 - 1,
      4_102_444_800_000, text, 'f'.repeat(64), 'f'.repeat(64), new Uint8Array(limits.bodyBytesMax),
    ]
    expect(encodeFrame([longest]).length).toBeLessThan(limits.frameBytesMax)
  })

  test('[P36] a whole chatroom of 500 fits a frame and its own limit', () => {
    const [wxid, nickname] = ['wxid_1234567890123456789', '十个汉字的昵称在这里']
    const member = { wxid, nickname, displayName: nickname, inviter: wxid, isAdmin: false }
    const members = Array.from({ length: limits.chatroomMembersMax }, () => member)
    const room = { chatroom: '1@chatroom', members }
    expect(chatroomProfile().check(room)).toBeNull()
    expect(pack(room).length).toBeLessThan(limits.frameBytesMax)
  })
})

describe('ids', () => {
  test('[P66] a position is a record and a place in it, exact in a number for ever', () => {
    expect(positionOf(1, 0)).toBe(recordEventsMax)
    expect(positionOf(7, 65_535)).toBe(8 * recordEventsMax - 1)
    expect([positionOf(7, 0), positionOf(7, 65_535)].map(streamSequenceOf)).toEqual([7, 7])
    expect(Number.isSafeInteger(positionOf(2 ** 36, 65_535))).toBe(true)
  })

  test.each([
    ['1@chatroom', true], ['R:1@im.chatroom', true], ['wxid_a', false], ['a@openim', false],
    ['gh_1@app', false], ['chatroom', false],
  ])('%s is a chatroom: %s', (peer, is) => {
    expect(isChatroom(peer as never)).toBe(is)
  })

  test('[P9] shapes', () => {
    expect(['i-3fQ9', 'A_b', 'x'.repeat(64)].map(installId().check)).toEqual([null, null, null])
    const wrong = ['', 'x'.repeat(65), 'a b', 'a/b', '安装']
    expect(wrong.map(installId().check)).not.toContain(null)
    expect(peerId().check(`v3_${'0123456789abcdef'.repeat(10)}@stranger`)).toBeNull()
    expect([taskId().check('tabX7.42'), taskId().check('a b')]).toEqual([null, 'not a task id'])
  })
})
