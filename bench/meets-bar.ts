/** Whether a value holds a bar such as "< 150" or ">= 1000000". Throws a RangeError for a bar that cannot be read. */
export function meetsBar(value: number, bar: string): boolean {
  const match = /^(<=|>=|<|>) ?(\d+(?:\.\d+)?)$/.exec(bar);
  if (match === null) throw new RangeError(`"${bar}" is not a bar`);
  const limit = Number(match[2]);
  if (match[1] === "<") return value < limit;
  if (match[1] === "<=") return value <= limit;
  return match[1] === ">" ? value > limit : value >= limit;
}
