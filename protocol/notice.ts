/** A notice to seats (NOTE-1): as long as fits a card at the screen's edge, 300 Chinese characters. */
export const noticeBytesMax = 900
/** Seats that one fact names; more go in several. Their ids fit half a frame. */
export const noticeSeatsMax = 2_000
/** Seats that one notice goes to. */
export const noticeSeatsInAllMax = 20_000
