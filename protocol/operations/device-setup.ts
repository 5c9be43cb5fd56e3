import { boolean, integer, listOf, oneOf, optional, text } from '../fields.ts'
import { packageName } from '../commands.ts'
import { deviceId } from '../ids.ts'
import { type MessageType, messageType, messageTypes } from '../kinds.ts'
import { limits } from '../limits.ts'
import { operation } from '../operation.ts'
import { type SwitchName, switchNames } from '../switches.ts'
import { version } from './departments.ts'

/** What is set for one phone, and whether it has applied it. */
export interface DeviceSetup {
  switches: SwitchName[]
  /** Packages; empty: all are shown. */
  visibleApps: string[]
  configVersion: number
  /** Below the wanted one: the phone gets it as soon as it connects. */
  appliedVersion: number
  online: boolean
}

export const getDeviceSetup = operation<DeviceSetup>()({
  name: 'getDeviceSetup', permission: 'devices', effect: 'reads',
  about: 'Switches and visible apps of one phone, and whether it has applied them.', input: { device: deviceId() },
})

/** DEV-6, DEV-7. What is left out stays; both are whole. */
export const setDeviceSetup = operation<{ configVersion: number }>()({
  name: 'setDeviceSetup', permission: 'devicesManage', effect: 'changes',
  about: 'Takes effect on the phone at once, or when it connects.',
  input: {
    device: deviceId(),
    /** As it was read: 409 `conflict` when somebody changed it meanwhile. */
    configVersion: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    switches: optional(listOf(oneOf(...switchNames), { max: switchNames.length })),
    visibleApps: optional(listOf(packageName(), { max: limits.visibleAppsMax })),
  },
})

/** SET-1 … SET-6: what holds for all phones and all consoles. */
export interface Settings {
  fullRoomPictures: boolean
  fullFriendPictures: boolean
  freeMode: boolean
  /** Regular expressions in RE2's language; null masks nothing. */
  maskApps: string | null
  maskWechat: string | null
  maskConsole: string | null
  /** Kinds of messages, and words, that raise no red dot. */
  quietTypes: MessageType[]
  quietWords: string[]
  version: number
}

export const getSettings = operation<Settings>()({
  name: 'getSettings', permission: 'settings', effect: 'reads', about: 'The settings of the company.', input: {},
})

const maskingPattern = () => text({ bytesMax: limits.patternBytesMax })

/** What is left out stays; an empty pattern masks nothing. */
export const changeSettings = operation<{ version: number }>()({
  name: 'changeSettings', permission: 'settings', effect: 'changes',
  about: 'What phones are to apply reaches them at once, or when they connect.',
  input: {
    version: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    fullRoomPictures: optional(boolean()), fullFriendPictures: optional(boolean()), freeMode: optional(boolean()),
    maskApps: optional(maskingPattern()), maskWechat: optional(maskingPattern()),
    maskConsole: optional(maskingPattern()),
    quietTypes: optional(listOf(messageType(), { max: messageTypes.length })),
    quietWords: optional(listOf(text({ bytesMin: 1, bytesMax: 128 }), { max: 200 })),
  },
})

export const tryMasking = operation<{ masked: string }>()({
  name: 'tryMasking', permission: 'settings', effect: 'reads', about: 'What a pattern would leave of a text.',
  input: { pattern: text({ bytesMin: 1, bytesMax: limits.patternBytesMax }), text: text({ bytesMax: 4096 }) },
})

const title = () => text({ bytesMin: 1, bytesMax: limits.nameBytesMax })

export const createApp = operation<{ app: string }>()({
  name: 'createApp', permission: 'apps', effect: 'changes', about: 'An app that phones may be told to show.',
  input: { app: packageName(), title: title() },
})

export const changeApp = operation<{ version: number }>()({
  name: 'changeApp', permission: 'apps', effect: 'changes', about: 'Its name; the package is what it is.',
  input: { app: packageName(), version: version(), title: title() },
})

export const deleteApp = operation<Record<string, never>>()({
  name: 'deleteApp', permission: 'apps', effect: 'changes',
  about: 'Phones that show it go on doing so until their own apps are chosen anew.',
  input: { app: packageName(), version: version() },
})

