/**
 * Joins to rows `n (account, peer, device, seat, settled, …)` whose conversation they are about, as it was before the
 * batch that writes them: `a.seat`, else `v.keeper`. `settled`: the batch itself knows; a null seat follows the keeper.
 */
export const servingJoins = `
  left join assignment a on not n.settled and a.account = n.account and a.peer = n.peer
  left join account c on c.id = n.account
  left join device v on v.id = coalesce(n.device, c.device)`

const hasMoved = 'v.id = c.device and c.moved_ms >= v.keeper_since_ms'

/** Since when the keeper of the phone `v` has the account `c`: with the phone, or since it moved there. */
export const keptSinceMs = `case when ${hasMoved} then c.kept_since_ms else v.keeper_since_ms end`

/** Who had it until then. */
export const keptBefore = `case when ${hasMoved} then c.kept_before else v.keeper_before end`
