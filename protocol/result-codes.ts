/** Codes of a result that isn't a success: of a phone in taskFinished, of the hub in commandExpired. */
export const resultCodes = {
  notFriend: 'The peer has deleted or blocked the account, or never was its friend.',
  tooFrequent: 'WeChat says that the account does this too often; try later.',
  tooLate: 'WeChat’s time for it is over: a recall after two minutes.',
  mediaMissing: 'The medium isn’t there: at the hub (sendMessage), or on the phone (requestMedia).',
  notFound: 'The message, peer or chatroom isn’t on the phone.',
  requestExpired: 'The friend request can’t be accepted any more.',
  accountOffline: 'The account isn’t logged in on this phone.',
  unsupported: 'The phone doesn’t know the command or can’t do this kind of message.',
  badArguments: 'The arguments couldn’t be read.',
  wechatRefused: 'WeChat refused; its own words are in the reason.',
  phoneFault: 'The phone’s software failed before it did anything.',
  interrupted: 'The phone stopped while it was at it: with the outcome unknown.',
  installFailed: 'An app or a newer software couldn’t be fetched or installed.',
  expired: 'Its time was over before a phone began it.',
  noAnswer: 'The hub’s own: a phone may have begun it, and didn’t answer in time. The outcome is unknown.',
} as const
export type ResultCode = keyof typeof resultCodes
