/** Whatever a browser can play, at our rate. Throws where it can't. */
export async function decodeSound(recorded: Blob): Promise<AudioBuffer> {
  return new OfflineAudioContext(1, 1, voiceRate).decodeAudioData(await recorded.arrayBuffer())
}

/** All channels in one, at our rate. */
export async function monoSamples(sound: AudioBuffer): Promise<Int16Array> {
  const context = new OfflineAudioContext(1, Math.max(1, Math.ceil(sound.duration * voiceRate)), voiceRate)
  const source = context.createBufferSource()
  source.buffer = sound
  source.connect(context.destination)
  source.start()
  const samples = (await context.startRendering()).getChannelData(0)
  return Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767))
}

/** Hz: what WeChat's SILK keeps. 32 KB a second. */
export const voiceRate = 16_000
