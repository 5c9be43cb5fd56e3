import { expect, test } from 'vitest'
import { VoicePlayer } from '../../../web-components/data/voice-player.ts'

class FakeAudio extends EventTarget {
  paused = true
  duration = 4
  currentTime = 0
  play(): Promise<void> {
    this.paused = false
    this.dispatchEvent(new Event('play'))
    return Promise.resolve()
  }

  pause(): void {
    this.paused = true
    this.dispatchEvent(new Event('pause'))
  }
}

function player() {
  const audios: FakeAudio[] = []
  const voices = new VoicePlayer({
    newAudio: () => {
      const audio = new FakeAudio()
      audios.push(audio)
      return audio as unknown as HTMLAudioElement
    },
    whyNot: () => Promise.resolve({ code: 'noConverter', reason: 'no ffmpeg' }),
  })
  return { voices, audios }
}

const note = (key: string) => ({ key, src: `/media/${key}?as=wav`, durationMs: 4_000 })

test('one plays at a time; the same again pauses and goes on', () => {
  const { voices, audios } = player()
  voices.toggle(note('a'), () => null)
  voices.toggle(note('b'), () => null)
  expect(audios.map(({ paused }) => paused)).toEqual([true, false])
  voices.toggle(note('b'), () => null)
  expect(voices.now.value).toMatchObject({ key: 'b', paused: true })
  voices.toggle(note('b'), () => null)
  expect(audios).toHaveLength(2)
  expect(voices.now.value).toMatchObject({ key: 'b', paused: false })
})

test('[SEAT-3] what follows is played when one has ended, and then it is over', () => {
  const { voices, audios } = player()
  const rest = ['b', 'c']
  voices.toggle(note('a'), () => {
    const key = rest.shift()
    return key === undefined ? null : note(key)
  })
  for (const key of ['a', 'b', 'c']) {
    expect(voices.now.value?.key).toBe(key)
    audios.at(-1)?.dispatchEvent(new Event('ended'))
  }
  expect(voices.now.value).toBeNull()
})

test('how far it is follows the sound; what can’t be played says why', async () => {
  const { voices, audios } = player()
  voices.toggle(note('a'), () => null)
  Object.assign(audios[0] ?? {}, { currentTime: 1 })
  audios[0]?.dispatchEvent(new Event('timeupdate'))
  expect(voices.now.value?.share).toBe(0.25)
  audios[0]?.dispatchEvent(new Event('error'))
  await Promise.resolve()
  await Promise.resolve()
  expect(voices.faults.value.get('a')).toMatchObject({ code: 'noConverter' })
  expect(voices.now.value).toBeNull()
})
