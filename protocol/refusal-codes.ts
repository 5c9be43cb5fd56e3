/** Codes of `refused`: why a numbered message was refused for good. Its number is used up. */
export const refusalCodes = {
  badField: 'A field doesn’t fit; `field` and `reason` name it and the limit.',
  unknownMessage: 'This hub doesn’t know the message’s code: it is older than the peer.',
  accountNotHere: 'The phone hasn’t said accountOnline for this account.',
  notServed: 'The seat doesn’t serve this conversation, or no more.',
  tooLate: 'A recall more than two minutes after the message was sent, by the hub’s clock.',
  notYours: 'A recall of what isn’t among the messages that this user sent lately.',
  sensitiveWord: 'The text or the body has words that may not be sent; `reason` names them, one a line.',
  answeredMeanwhile: 'Another agent answered this customer after what the author of the send had seen (`seen`).',
  notSupervised: 'The user may not supervise who serves this conversation.',
  noOriginal: 'The message that is named as the original isn’t there, was recalled, or isn’t for this seat to see.',
  originalAway: 'The original can’t be read now, and consoles have it masked; try again in a moment.',
  deviceBusy: 'Too many commands of this phone are open (openCommandsMax).',
} as const
export type RefusalCode = keyof typeof refusalCodes
