import { partLimits } from '../../protocol/message-part.ts'
import { wavOf } from '../../protocol/wav.ts'
import { decodeSound, monoSamples, voiceRate } from './voice-samples.ts'

export type VoiceFile = { ok: true; file: File; durationMs: number } | { ok: false; text: string }

/**
 * A recording as WeChat takes it: wav, at most a minute (QR-3). What else the browser can play is made a wav of
 * 16 kHz, 16 bits, mono.
 */
export async function readVoice(file: File): Promise<VoiceFile> {
  const sound = await decodeSound(file).catch(() => null)
  if (sound === null) return { ok: false, text: '浏览器打不开这个声音文件，请先转换成 wav 格式' }
  const durationMs = Math.ceil(sound.duration * 1000)
  if (durationMs > partLimits.voiceMsMax) {
    return { ok: false, text: `语音有 ${Math.ceil(sound.duration)} 秒，超过 60 秒微信会发送失败` }
  }
  const isWav = /^audio\/(x-)?wave?$/.test(file.type)
  const name = file.name.replace(/\.[^.]*$/, '')
  const voice = isWav ? file
    : new File([wavOf(await monoSamples(sound), voiceRate)], `${name}.wav`, { type: 'audio/wav' })
  return voice.size > partLimits.voiceBytesMax
    ? { ok: false, text: `语音不能超过 ${partLimits.voiceBytesMax / 1024 / 1024} MB` } : { ok: true, file: voice, durationMs }
}
