import type { Policy } from "../../../contract/policy.ts";
import { runEventKinds } from "../../../contract/run-event.ts";
import type { DocumentNode } from "../document-reader.ts";
import { entriesOf, fieldOf, refuseUnknown, textOf, type Complaints } from "../objectives/node-fields.ts";
import { didYouMean } from "../objectives/suggest-word.ts";
import { sectionOf, textsOf } from "./policy-values.ts";

type Webhook = Policy["notify"]["webhooks"][number];

/** `notify.webhooks` of one file: where events of runs are sent, all kinds unless `on` names some. */
export function readWebhooks(root: DocumentNode, complaints: Complaints): Webhook[] {
  sectionOf(root, "notify", ["webhooks"], complaints);
  const list = fieldOf(root, "notify", "webhooks");
  if (list === undefined) return [];
  if (list.kind === "list") return list.items.flatMap((item) => readWebhook(item, complaints) ?? []);
  complaints.refuse(list.place, '"webhooks" is a list: write - { url: "https://hooks.example.test/x" }');
  return [];
}

function readWebhook(node: DocumentNode, complaints: Complaints): Webhook | null {
  refuseUnknown(entriesOf(node, "a webhook", complaints), ["url", "secret", "on"], "a webhook", complaints);
  sectionOf(node, "secret", ["env"], complaints);
  const secret = fieldOf(node, "secret");
  const secretEnv = textOf(fieldOf(secret, "env")) ?? null;
  if (secret !== undefined && !/^[A-Za-z_]\w*$/.test(secretEnv ?? ""))
    complaints.refuse(secret.place, "a secret is named, not written: write secret: { env: HOOK_SECRET }");
  const on = textsOf(node, "on", complaints).flatMap(({ text, place }) => {
    const kind = runEventKinds.find((known) => known === text);
    if (kind === undefined)
      complaints.refuse(
        place,
        `"${text}" is no kind of event.${didYouMean(text, runEventKinds)} Known: ${runEventKinds.join(", ")}.`,
      );
    return kind ?? [];
  });
  const urlNode = fieldOf(node, "url");
  const url = textOf(urlNode) ?? "";
  if (!isWebhookUrl(url)) {
    complaints.refuse(
      urlNode?.place ?? node.place,
      `"${url}" is no URL of a webhook: write it as https://hooks.example.test/x, without user and fragment`,
    );
    return null;
  }
  return { url, secretEnv, on: on.length === 0 ? [...runEventKinds] : [...new Set(on)] };
}

function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return /^https?:$/.test(protocol) && username === "" && password === "" && hash === "";
}
