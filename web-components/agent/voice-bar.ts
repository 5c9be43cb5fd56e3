import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { type Recording, VoiceRecorder, voiceMostMs } from '../data/voice-recorder.ts'
import { icon } from '../elements/icon.ts'
import { styled } from '../elements/styled.ts'
import { buttons, shared } from '../styles/shared.ts'

/** A voice note while it is spoken, and heard once more. Fires `spoken` with it, as files are. */
@customElement('ark-voice-bar')
export class ArkVoiceBar extends SignalWatcher(LitElement) {
  /** What its button does with the note. */
  @property() action = '发送语音'
  readonly #recorder = new VoiceRecorder()

  start(): void {
    void this.#recorder.start()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#recorder.cancel()
  }

  protected override render() {
    const now = this.#recorder.now.value
    if (now.state === 'idle') return nothing
    return html`<div class="bar" role="group" aria-label="语音" data-testid="voice-bar" data-state=${now.state}
      @keydown=${this.#onKey}>${this.#renderState(now)}</div>`
  }

  #renderState(now: Exclude<Recording, { state: 'idle' }>) {
    switch (now.state) {
      case 'asking': return html`<span role="status">请允许使用麦克风…</span>${this.#renderCancel()}`
      case 'making': return html`<span role="status">正在生成语音…</span>${this.#renderCancel()}`
      case 'failed': return html`<span class="fault" role="alert">${failures[now.reason]}</span>
        <button class="button small" @click=${() => this.start()}>重录</button>${this.#renderCancel()}`
      case 'recording': return this.#renderRecording(now)
      case 'ready': return html`<audio controls src=${now.note.previewUrl} aria-label="试听"></audio>
        <button class="button small" @click=${() => this.start()}>重录</button>${this.#renderCancel()}
        <button class="button primary" data-testid="voice-send" @click=${this.#take}>${this.action}</button>`
    }
  }

  #renderRecording({ elapsedMs, level }: Extract<Recording, { state: 'recording' }>) {
    const left = Math.ceil((voiceMostMs - elapsedMs) / 1000)
    const loud = Math.round(level * 100)
    return html`<i class="dot" aria-hidden="true"></i>
      <span class="time">${Math.floor(elapsedMs / 1000)}″${left <= 10 ? ` · 还可录 ${left} 秒` : ''}</span>
      <span class="meter" role="meter" aria-label="音量" aria-valuemin="0" aria-valuemax="100"
        aria-valuenow=${loud}><i style=${styled({ width: `${loud}%` })}></i></span>
      ${this.#renderCancel()}
      <button class="button primary" data-testid="voice-finish" @click=${() => this.#recorder.finish()}>说完了</button>`
  }

  #renderCancel() {
    return html`<button class="icon-button" aria-label="取消语音" title="取消"
      @click=${() => this.#recorder.cancel()}>${icon('close')}</button>`
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.#recorder.cancel()
  }

  readonly #take = (): void => {
    const note = this.#recorder.take()
    if (note !== null) this.dispatchEvent(new CustomEvent('spoken', { detail: [note] }))
  }

  static override styles = [shared, buttons, css`
    .bar {
      display: flex; align-items: center; gap: 10px; min-height: 46px; margin: 0 0 6px; padding: 4px 6px 4px 12px;
      border-radius: var(--radius-m); background: var(--surface-hover);
    }
    [role='status'], .fault, .meter { margin-right: auto; }
    .fault { color: var(--danger); }
    .time { min-width: 34px; font-variant-numeric: tabular-nums; }
    .dot {
      width: 9px; height: 9px; border-radius: 50%; background: var(--danger);
      animation: pulse calc(1.2s * var(--motion)) infinite;
    }
    @keyframes pulse { 50% { opacity: 0.25; } }
    .meter { flex: 1; height: 6px; overflow: hidden; border-radius: 3px; background: var(--line-strong); }
    .meter i { display: block; height: 100%; border-radius: 3px; background: var(--success); }
    audio { flex: 1; min-width: 0; height: 36px; }
    .icon { width: 16px; height: 16px; }
  `]
}

const failures = {
  denied: '没有麦克风权限，请在浏览器地址栏允许后重录', missing: '没有找到可用的麦克风',
  insecure: '只有通过 https 或本机地址打开时才能录音', short: '说话时间太短', broken: '录音没有成功，请重录',
} as const
