// Who a request comes from.

/** Logs in where the session has no token yet, and renews one that is too old. it: { name, login, refresh?, renewAfterMs? }. */
export function logIn(pass, it) {
  const at = pass.session.logins[it.name];
  const now = Date.now();
  if (at !== undefined && (it.renewAfterMs === undefined || now - at < it.renewAfterMs)) return true;
  const renewed = at !== undefined && it.refresh !== undefined && it.refresh(pass);
  const known = renewed || it.login(pass);
  pass.session.logins[it.name] = known ? now : undefined;
  return known;
}
