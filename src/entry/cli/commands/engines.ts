import { PerfAgentError } from "../../../contract/errors.ts";
import type { CommandContext } from "../command-context.ts";

export async function engines(context: CommandContext, positional: readonly string[]): Promise<number> {
  const agent = await context.agent();
  const [verb, engine = "k6"] = positional;
  if (verb !== undefined && verb !== "install") {
    throw PerfAgentError.of("PA_USAGE", `"${verb}" is nothing that engines does; it can install`);
  }
  if (engine !== "k6") throw PerfAgentError.of("PA_USAGE", `there is no engine "${engine}" to install; there is k6`);
  const found =
    verb === "install"
      ? await agent.provisioner.obtain((sentence) => context.tell(sentence))
      : await agent.provisioner.find();
  if (context.globals().json) {
    context.printJson({ schemaVersion: 1, engines: found === null ? [] : [{ name: "k6", ...found }] });
  } else if (found === null) context.print("k6       not found; `perf-agent engines install k6` obtains it");
  else context.print(`k6       ${found.version}  ${found.path}  (${found.from})`);
  return 0;
}
