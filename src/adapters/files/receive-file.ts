import { mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { PerfAgentError } from "../../contract/errors.ts";
import { formatBytes } from "../../contract/format-quantity.ts";
import { UnpackedSize } from "./unpacked-size.ts";
import { writing } from "./write-atomically.ts";

/** `Documents.receive` for an absolute path. */
export async function receiveFile(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  { mostBytes, mostUnpackedBytes }: { readonly mostBytes: number; readonly mostUnpackedBytes: number },
): Promise<{ readonly bytes: number; readonly unpackedBytes: number }> {
  await writing(path, () => mkdir(dirname(path), { recursive: true }));
  const file = await writing(path, () => open(path, "wx", 0o600));
  const unpacked = new UnpackedSize(mostUnpackedBytes);
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw tooLarge(`it is more than ${formatBytes(mostBytes)}`);
      await unpacked.take(chunk);
      if (unpacked.isTooLarge) throw tooLarge(`it unpacks to more than ${formatBytes(mostUnpackedBytes)}`);
      await writing(path, () => file.appendFile(chunk));
    }
    await unpacked.end();
    if (unpacked.isTooLarge) throw tooLarge(`it unpacks to more than ${formatBytes(mostUnpackedBytes)}`);
    await writing(path, () => file.close());
    return { bytes, unpackedBytes: unpacked.bytes };
  } catch (error) {
    unpacked.discard();
    await file.close().catch(() => undefined);
    await rm(path, { force: true });
    throw error;
  }
}

function tooLarge(text: string): PerfAgentError {
  return PerfAgentError.of("PA_UPLOAD_TOO_LARGE", text);
}
