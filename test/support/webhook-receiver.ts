import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";

export interface Arrival {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * What is done with a message that arrived. `answer`: a status, 2xx takes it. `take and cut`: it is taken, and the line cut before the answer.
 * `hang`: no answer. `endless`: 200 and a body without end.
 */
export type Reaction =
  | { readonly answer: number; readonly headers?: Readonly<Record<string, string>> }
  | "cut"
  | "take and cut"
  | "hang"
  | "endless";

/** A real HTTP server on loopback that receives webhooks and can be down. */
export interface WebhookReceiver {
  readonly port: number;
  /** Everything that arrived. */
  readonly arrivals: readonly Arrival[];
  /** What was taken, in that order, repetitions included. */
  readonly taken: readonly Arrival[];
  /** Asked for every arrival; at first everything is answered 200. */
  react(reaction: (arrival: Arrival) => Reaction): void;
  /** Closes the port and cuts every line. */
  down(): Promise<void>;
  /** Listens on the same port again. */
  up(): Promise<void>;
}

function answer(response: ServerResponse, reaction: Reaction): void {
  if (reaction === "cut" || reaction === "take and cut") response.destroy();
  else if (reaction === "endless") {
    response.writeHead(200).write("a");
  } else if (reaction !== "hang") response.writeHead(reaction.answer, reaction.headers).end("some text");
}

function takeAll(): Reaction {
  return { answer: 200 };
}

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const arrivals: Arrival[] = [];
  const taken: Arrival[] = [];
  let react: (arrival: Arrival) => Reaction = takeAll;
  const server: Server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      const arrival = { path: request.url ?? "", headers: request.headers, body };
      arrivals.push(arrival);
      const reaction = react(arrival);
      const takes = typeof reaction === "object" && reaction.answer >= 200 && reaction.answer < 300;
      if (takes || reaction === "take and cut" || reaction === "endless") taken.push(arrival);
      answer(response, reaction);
    });
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        server.off("error", reject);
        resolve();
      });
    });
  await listen(0);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const { port } = address;
  return {
    port,
    arrivals,
    taken,
    react: (reaction) => {
      react = reaction;
    },
    down: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    up: () => listen(port),
  };
}
