/** Names that Windows gives to devices, whatever the extension behind them. */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?:[.: ]|$)/i;

/**
 * What is wrong with the path of a file that a plan names, as the end of "… must be"; null when nothing is. It stays inside the
 * plan's folder: relative, with "/", no step upwards, and nothing that a system reads as a drive or a device.
 */
export function innerPathProblem(path: string): string | null {
  if (path === "" || /^\/|\\|^[A-Za-z]:/.test(path))
    return 'a relative path inside the plan\'s folder, with "/" between its parts';
  const parts = path.split("/");
  if (parts.includes("..")) return 'a path inside the plan\'s folder, without ".."';
  if (/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u.test(path)) return "a path without control characters and line breaks";
  if (parts.some((part) => device.test(part)))
    return "the path of a file; systems read con, nul, com1 and the like as devices";
  return null;
}
