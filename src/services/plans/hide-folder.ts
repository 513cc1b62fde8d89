import { PerfAgentError, type Mistake } from "../../contract/errors.ts";

/** Turns places of the server into those of what was handed in: whoever hands in a plan knows its files by their own names. */
export interface FolderHider {
  readonly text: (text: string) => string;
  readonly file: (file: string | null) => string | null;
  readonly mistake: (mistake: Mistake) => Mistake;
  /** Does work whose errors tell of such places. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>;
}

/** `folders`: absolute, the innermost first. */
export function hideFolders(folders: readonly string[]): FolderHider {
  const text = (said: string): string =>
    folders.reduce((shown, folder) => shown.replaceAll(`${folder}/`, "").replaceAll(`${folder}\\`, ""), said);
  const mistake = (told: Mistake): Mistake => ({
    ...told,
    text: text(told.text),
    file: told.file === undefined ? undefined : text(told.file),
    remedy: told.remedy === undefined ? undefined : text(told.remedy),
  });
  return {
    text,
    mistake,
    file: (file) => (file === null ? null : text(file)),
    during: async (work) => {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof PerfAgentError)) throw error;
        throw new PerfAgentError(error.mistakes.map(mistake), { cause: error });
      }
    },
  };
}
