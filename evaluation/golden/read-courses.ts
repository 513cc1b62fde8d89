import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeRun } from "./codec.ts";
import { courseFactsSchema, type GoldenCourse } from "./golden-course.ts";
import { understandFile } from "./understand-file.ts";

/**
 * Reads the courses of a folder by name: `NAME.json` and `NAME.run` each. A missing folder has none. Throws PA_RUN_BUNDLE_DAMAGED for a
 * file that is not what it should be, naming it.
 */
export async function readCourses(folder: string): Promise<GoldenCourse[]> {
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -5));
  return Promise.all(
    names.toSorted().map(async (name) => {
      const [facts, samples] = [join(folder, `${name}.json`), join(folder, `${name}.run`)];
      return {
        ...(await understandFile(facts, async () =>
          courseFactsSchema.parse(JSON.parse(await readFile(facts, "utf8"))),
        )),
        run: await understandFile(samples, async () => decodeRun(await readFile(samples))),
      };
    }),
  );
}
