import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { readBody } from '../../../protocol/bodies.ts'
import { faultText } from '../../data/fault-text.ts'
import { mediaUrl } from '../../data/media.ts'
import { durationText } from '../../data/time-text.ts'
import type { VoicePlayer } from '../../data/voice-player.ts'
import { icon } from '../../elements/icon.ts'
import { styled } from '../../elements/styled.ts'
import { shared } from '../../styles/shared.ts'
import type { BodyParts } from '../message-body.ts'
import type { ThreadItem } from '../thread-items.ts'

export function voiceBubble({ key, message, local }: ThreadItem, { seat, playVoice }: BodyParts) {
  const { body, media, text } = message
  const { durationMs = 0 } = readBody('voice', body)
  const spoken = text === '' ? nothing : html`<p class="spoken">${text}</p>`
  if (media === null) {
    const length = durationMs > 0 ? ` ${durationText(durationMs)}` : ''
    return html`<div class="bubble call">${icon('mic')}语音${length}${local === null ? '，还没有上传' : ''}${spoken}</div>`
  }
  const isNew = seat.desk.heard.isNew(message, seat.nowMs())
  return html`<div class="bubble voice">
    <ark-voice src=${mediaUrl(media)} .note=${key} .player=${seat.desk.voices} .durationMs=${durationMs}
      .isNew=${isNew} @voice-toggled=${() => playVoice(key)}></ark-voice>${spoken}</div>`
}

/** A voice note: plays as a browser can; where nobody could convert it, says why and offers the file. */
@customElement('ark-voice')
export class ArkVoice extends SignalWatcher(LitElement) {
  /** The original, to download. */
  @property() src = ''
  @property({ attribute: false }) note = ''
  @property({ attribute: false }) player!: VoicePlayer
  @property({ attribute: false }) durationMs = 0
  @property({ attribute: false }) isNew = false

  protected override render() {
    const length = this.durationMs > 0 ? durationText(this.durationMs) : ''
    const fault = this.player.faults.value.get(this.note)
    if (fault !== undefined) {
      return html`<span class="unplayable">${faultText(fault)} ${length}</span>
        <a href=${this.src} download>${icon('download')}下载</a>`
    }
    const now = this.player.now.value
    const own = now?.key === this.note ? now : null
    const playing = own !== null && !own.paused
    return html`<button aria-label="${playing ? '暂停' : '播放'}语音 ${length}${this.isNew ? '，未听' : ''}"
      data-playing=${playing} @click=${() => this.dispatchEvent(new CustomEvent('voice-toggled'))}>
      ${icon(playing ? 'pause' : 'play')}
      <span class="track" style=${styled({ width: `${trackWidth(this.durationMs)}px` })}>
        <i style=${styled({ width: `${(own?.share ?? 0) * 100}%` })}></i></span>
      <span class="length">${length}</span></button>
      ${this.isNew ? html`<i class="new" data-testid="voice-new" aria-hidden="true"></i>` : nothing}`
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
    .new { width: 8px; height: 8px; flex: none; border-radius: 50%; background: var(--badge); }
  `]
}

/** The longer it speaks, the longer it looks; a minute is the most WeChat allows. */
function trackWidth(durationMs: number): number {
  return 60 + Math.round(Math.min(60_000, durationMs) / 60_000 * 150)
}
