import type { IncomingMessage, ServerResponse } from "node:http";
import type { Effect } from "./effects.ts";
import type { Answer } from "./handlers.ts";

const maxBodyBytes = 5_000_000;

/** null: larger than the shop takes; the rest is read and dropped. */
export async function readBody(incoming: IncomingMessage): Promise<Buffer | null> {
  if (incoming.method === "GET") {
    incoming.resume();
    return Buffer.alloc(0);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  return bytes > maxBodyBytes ? null : Buffer.concat(chunks);
}

export function send(response: ServerResponse, { status, body, text }: Answer): void {
  const content = text ?? (body === undefined ? "" : JSON.stringify(body));
  if (content === "") response.writeHead(status).end();
  else {
    response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(content) });
    response.end(content);
  }
}

/** true: the fault has answered, or never will. */
export function answerFault({ answer }: Effect, incoming: IncomingMessage, response: ServerResponse): boolean {
  if (answer === null) return false;
  if (answer.kind === "status") send(response, { status: answer.status, body: { error: "fault" } });
  else if (answer.kind === "garbage") {
    response.writeHead(200, { "content-type": "application/json" });
    response.end("<<<% not json \u0001");
  } else if (answer.kind === "reset") incoming.socket.destroy();
  return true;
}
