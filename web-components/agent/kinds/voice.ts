import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { readBody } from '../../../protocol/bodies.ts'
import type { ChatMessage } from '../../../protocol/chat-message.ts'
import { mediaUrl } from '../../data/media.ts'
import { durationText } from '../../data/time-text.ts'
import { icon } from '../../elements/icon.ts'
import { styled } from '../../elements/styled.ts'
import { shared } from '../../styles/shared.ts'

export function voiceBubble({ body, media, text }: ChatMessage) {
  const { durationMs } = readBody('voice', body)
  const length = durationMs ? durationText(durationMs) : ''
  const spoken = text === '' ? nothing : html`<p class="spoken">${text}</p>`
  if (media === null) return html`<div class="bubble">${icon('phone')} 语音 ${length}，还没有上传${spoken}</div>`
  return html`<div class="bubble voice">
    <ark-voice src=${mediaUrl(media)} .durationMs=${durationMs ?? 0}></ark-voice>${spoken}</div>`
}

/**
 * A voice note: plays where the browser can; WeChat's own formats it can't, so the file is offered then. One
 * plays at a time.
 */
@customElement('ark-voice')
export class ArkVoice extends LitElement {
  @property() src = ''
  @property({ attribute: false }) durationMs = 0
  @state() private playing = false
  @state() private unplayable = false
  @state() private share = 0
  #audio: HTMLAudioElement | null = null

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#audio?.pause()
  }

  protected override render() {
    const length = this.durationMs > 0 ? durationText(this.durationMs) : ''
    if (this.unplayable) {
      return html`<span class="unplayable">浏览器放不了这种语音 ${length}</span>
        <a href=${this.src} download>${icon('download')}下载</a>`
    }
    return html`<button aria-label="${this.playing ? '暂停' : '播放'}语音 ${length}" @click=${this.#toggle}>
      ${icon(this.playing ? 'pause' : 'play')}
      <span class="track" style=${styled({ width: `${trackWidth(this.durationMs)}px` })}>
        <i style=${styled({ width: `${this.share * 100}%` })}></i></span>
      <span class="length">${length}</span></button>`
  }

  readonly #toggle = (): void => {
    const audio = this.#audio ?? this.#newAudio()
    this.#audio = audio
    if (!audio.paused) return audio.pause()
    current?.pause()
    current = audio
    audio.play().catch(() => { this.unplayable = audio.error !== null })
  }

  #newAudio(): HTMLAudioElement {
    const audio = new Audio(this.src)
    audio.addEventListener('play', () => { this.playing = true })
    audio.addEventListener('pause', () => { this.playing = false })
    audio.addEventListener('ended', () => { this.share = 0 })
    audio.addEventListener('error', () => { this.unplayable = true })
    audio.addEventListener('timeupdate', () => {
      const whole = Number.isFinite(audio.duration) ? audio.duration : this.durationMs / 1000
      this.share = whole > 0 ? Math.min(1, audio.currentTime / whole) : 0
    })
    return audio
  }

  static override styles = [shared, css`
    :host { display: inline-flex; align-items: center; gap: 8px; }
    button {
      display: inline-flex; align-items: center; gap: 9px; padding: 1px 2px; border: 0; background: none;
      border-radius: var(--radius-s);
    }
    .icon { width: 17px; height: 17px; }
    .track {
      display: block; height: 4px; border-radius: 2px; background: color-mix(in srgb, currentColor 22%,
      transparent);
    }
    .track i { display: block; width: 0; height: 100%; border-radius: 2px; background: var(--primary); }
    .length { color: var(--text-2); font-variant-numeric: tabular-nums; }
    a { display: inline-flex; align-items: center; gap: 4px; text-decoration: none; }
    .unplayable { color: var(--text-2); }
  `]
}

/** The longer it speaks, the longer it looks; a minute is the most WeChat allows. */
function trackWidth(durationMs: number): number {
  return 60 + Math.round(Math.min(60_000, durationMs) / 60_000 * 150)
}

/** The one that plays now. */
let current: HTMLAudioElement | null = null
