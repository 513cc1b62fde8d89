import { executeRequestSchema, reservedTags } from "../../../../src/contract/api/runs.ts";

export interface ReadTags {
  readonly tags: Readonly<Record<string, string>>;
  /** What is wrong with them, as a sentence; null: nothing. */
  readonly problem: string | null;
}

/** `name=value`, one a line. */
export function readTags(text: string): ReadTags {
  const tags: Record<string, string> = {};
  for (const line of text.split("\n").map((each) => each.trim())) {
    if (line === "") continue;
    const equals = line.indexOf("=");
    if (equals <= 0) return { tags, problem: `"${line}" has no value: write name=value.` };
    const name = line.slice(0, equals).trim();
    if (reservedTags.some((reserved) => reserved === name))
      return { tags, problem: `"${name}" is set by the service.` };
    if (name in tags) return { tags, problem: `"${name}" is there twice.` };
    tags[name] = line.slice(equals + 1).trim();
  }
  const parsed = executeRequestSchema.shape.tags.safeParse(tags);
  if (parsed.success) return { tags, problem: null };
  const [issue] = parsed.error.issues;
  // What is wrong with a name lies one level deeper than what is wrong with a value.
  const message = (issue?.code === "invalid_key" ? issue.issues[0]?.message : issue?.message) ?? "cannot be a tag";
  return { tags, problem: `"${String(issue?.path[0] ?? "")}": ${message}.` };
}
