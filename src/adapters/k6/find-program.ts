import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";

/** Whether `path` is a file that we may execute. */
export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** First executable of that name in the folders of a PATH variable; relative folders do not count, as their meaning changes with the working folder. */
export async function findProgram(name: string, pathVariable: string): Promise<string | null> {
  for (const folder of pathVariable.split(delimiter)) {
    const path = join(folder, name);
    if (isAbsolute(folder) && (await isExecutable(path))) return path;
  }
  return null;
}
