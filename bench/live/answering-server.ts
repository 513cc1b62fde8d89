/** A target that costs next to nothing: answers whatever ends in an empty line with the same few bytes. Prints its port; ends with its standard input. */
import { createServer } from "node:net";

const answer = Buffer.from("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok");
const endOfRequest = Buffer.from("\r\n\r\n");

const server = createServer({ noDelay: true }, (socket) => {
  socket.on("data", (bytes) => {
    if (bytes.subarray(-endOfRequest.length).equals(endOfRequest)) socket.write(answer);
  });
  socket.on("error", () => socket.destroy());
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.stdout.write(`${address.port}\n`);
});
process.stdin.on("end", () => process.exit()).resume();
