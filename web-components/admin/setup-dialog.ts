import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { DeviceId } from '../../protocol/ids.ts'
import { type DeviceSetup, getDeviceSetup, setDeviceSetup } from '../../protocol/operations/device-setup.ts'
import { type SwitchName, adviceTitles, switchNames, switches } from '../../protocol/switches.ts'
import type { Admin } from '../data/admin.ts'
import { faultText } from '../data/fault-text.ts'
import { LightElement } from '../elements/light-element.ts'
import './form-dialog.ts'
import type { Form, FormField, FormValues } from './form.ts'

/** What is set for one phone, as the hub knows it now. Fires `closed`. */
@customElement('ark-setup-dialog')
export class ArkSetupDialog extends LightElement {
  @property({ attribute: false }) admin!: Admin
  @property({ attribute: false }) device!: DeviceId
  @property({ attribute: false }) kind: 'switches' | 'visibleApps' = 'switches'
  @property({ attribute: false }) name = ''
  @state() private form: Form | null = null
  #stop: (() => void) | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop = this.admin.live.listen(['devices', 'commands'], () => void this.#look())
    void this.#read()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
  }

  protected override render() {
    return this.form === null ? nothing : html`<ark-form-dialog .admin=${this.admin} .form=${this.form}
      @closed=${this.#close}></ark-form-dialog>`
  }

  async #read(): Promise<void> {
    const { device } = this
    const answer = await this.admin.api.call(getDeviceSetup, { device })
    if (answer.ok) this.form = this.#formOf(answer.output)
    else {
      this.admin.say(faultText(answer.fault))
      this.#close()
    }
  }

  /** Whether it is applied meanwhile; what is being edited stays. */
  async #look(): Promise<void> {
    const answer = await this.admin.api.call(getDeviceSetup, { device: this.device })
    if (answer.ok && this.form !== null) this.form = { ...this.form, about: appliedText(answer.output) }
  }

  #formOf(setup: DeviceSetup): Form {
    const { device, name } = this
    const part = this.kind === 'switches' ? switchForm : appsForm
    return {
      title: `${part.title}「${name}」`, about: appliedText(setup), isWide: true, fields: part.fields,
      values: part.read({ ...setup }), read: part.read, version: setup.configVersion, versionName: 'configVersion',
      done: setup.online ? '已保存，手机正在应用' : '已保存，手机上线后生效',
      submit: (values, { admin, version }) => admin.api.call(setDeviceSetup, {
        device, configVersion: version, ...part.input(values),
      }),
    }
  }

  readonly #close = (): void => {
    this.dispatchEvent(new CustomEvent('closed'))
  }
}

function appliedText({ configVersion, appliedVersion, online }: DeviceSetup): string {
  if (appliedVersion >= configVersion) return '已生效。'
  return online ? '手机正在应用上次的设置。' : '手机离线，上线后生效。'
}

const switchForm = {
  title: '权限',
  fields: switchNames.map((name): FormField => {
    const { title, about } = switches[name]
    return { name, title, kind: 'switch', hint: `${adviceTitles[switches[name].advice]} · ${about}` }
  }),
  read: (current: Record<string, unknown>): FormValues => {
    const on = current['switches'] as readonly SwitchName[]
    return Object.fromEntries(switchNames.map((name) => [name, on.includes(name)]))
  },
  input: (values: FormValues) => ({ switches: switchNames.filter((name) => values[name] === true) }),
}

const appsForm = {
  title: '可见APP',
  fields: [{
    name: 'visibleApps', title: '可见APP', kind: 'multi', options: 'apps', wide: true, hint: '不选则显示全部 APP',
  }] satisfies FormField[],
  read: ({ visibleApps }: Record<string, unknown>): FormValues => ({ visibleApps }),
  input: ({ visibleApps }: FormValues) => ({ visibleApps: visibleApps as string[] }),
}
