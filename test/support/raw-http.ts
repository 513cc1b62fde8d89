import { connect } from "node:net";

/** What came back on a connection, without the "go on" that a request may ask for. */
export interface RawAnswer {
  /** Of the first answer; null: there was none. */
  readonly status: number | null;
  /** Of the first answer, names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** Everything after the head of the first answer. */
  readonly rest: string;
  /** Answers in all. */
  readonly answers: number;
  /** The server ended the connection, and not we. */
  readonly isClosed: boolean;
}

/**
 * Writes bytes to a port of this machine as they are, and reads until the server ends the connection or, where it does not, until an answer
 * came and nothing more after it for `quietMs`.
 */
export function sendRaw(port: number, text: string, quietMs = 200): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let heard = "";
    let quiet: NodeJS.Timeout | undefined;
    const end = (isClosed: boolean): void => {
      clearTimeout(quiet);
      socket.destroy();
      resolve(answerIn(heard, isClosed));
    };
    socket.setEncoding("latin1").on("data", (piece: string) => {
      heard += piece;
      clearTimeout(quiet);
      quiet = setTimeout(() => end(false), quietMs);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => end(true));
    socket.write(text, "latin1");
  });
}

function answerIn(heard: string, isClosed: boolean): RawAnswer {
  const [head = "", ...rest] = heard.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/u, "").split("\r\n\r\n");
  const [line = "", ...fields] = head.split("\r\n");
  const status = /^HTTP\/1\.1 (\d{3})/u.exec(line)?.[1];
  const pairs = fields.map((field): [string, string] => {
    const colon = field.indexOf(":");
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
  });
  return {
    status: status === undefined ? null : Number(status),
    headers: Object.fromEntries(pairs),
    rest: rest.join("\r\n\r\n"),
    answers: heard.split(/HTTP\/1\.1 \d{3}/u).length - 1,
    isClosed,
  };
}
