import { PerfAgentError } from "../../../contract/errors.ts";
import type { TrustDocument, TrustListDocument } from "../../../contract/review-documents.ts";
import {
  examinePolicy,
  listTrusted,
  revokeTrust,
  trustPolicy,
  type PolicyToTrust,
} from "../../../services/trust-policy.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";
import { renderPolicyToTrust, renderTrusted } from "../terminal/render-trust.ts";

export async function trust(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const agent = await context.agent();
  const { style } = context;
  const { json } = context.globals();
  const revoke = textOption(options, "revoke");
  const [list, show] = [options["list"] === true, options["show"] === true];
  if ([list, show, revoke !== undefined].filter(Boolean).length > 1) {
    throw PerfAgentError.of("PA_USAGE", "--list, --show and --revoke are for one command each");
  }
  if (list || revoke !== undefined) {
    const policies: TrustListDocument["policies"] =
      revoke === undefined
        ? [...(await listTrusted(agent))]
        : (await revokeTrust(agent, revoke)).map((entry) => ({ ...entry, now: "revoked" }));
    if (json) context.printJson({ schemaVersion: 1, policies } satisfies TrustListDocument);
    else context.print(renderTrusted(policies, style));
    return 0;
  }
  const file = positional[0] ?? "perf-agent.yaml";
  const policy = show ? await examinePolicy(agent, file) : await trustPolicy(agent, file);
  if (json) context.printJson(documentOf(policy));
  else context.print(renderPolicyToTrust(policy, style));
  return 0;
}

function documentOf({ file, sha256, trusted, environments, opens }: PolicyToTrust): TrustDocument {
  return {
    schemaVersion: 1,
    file,
    sha256,
    trusted,
    environments: [...environments],
    opens: {
      environments: [...opens.environments],
      selfApprove: [...opens.selfApprove],
      keys: opens.keys,
      webhooks: [...opens.webhooks],
      secrets: [...opens.secrets],
    },
  };
}
