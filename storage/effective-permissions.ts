/** A department's defaults and a user's own, of `app_user u join department d`. */
export const effectivePermissions = `
  array(select distinct one from unnest(u.permissions || d.permissions) one order by one)`
