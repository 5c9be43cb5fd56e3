/** Codes of `refused`: why a numbered message was refused for good. Its number is used up. */
export const refusalCodes = {
  badField: 'A field doesn’t fit; `field` and `reason` name it and the limit.',
  unknownMessage: 'This hub doesn’t know the message’s code: it is older than the peer.',
  accountNotHere: 'The phone hasn’t said accountOnline for this account.',
  noRight: 'The seat doesn’t serve this account.',
  deviceBusy: 'Too many commands of this phone are open (openCommandsMax).',
} as const
export type RefusalCode = keyof typeof refusalCodes
