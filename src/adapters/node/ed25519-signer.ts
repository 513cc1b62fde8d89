import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  verify,
  type KeyObject,
} from "node:crypto";
import { link, mkdir, open, rm, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { PerfAgentError } from "../../contract/errors.ts";
import type { ApprovalSigner } from "../../ports/approval-signer.ts";

const prefix = "ed25519:";
/** A private key in PEM takes 119 bytes; whatever is much longer is no key. */
const longestKeyFile = 4096;

/**
 * Signs with the key in `keyFile` (PKCS #8, PEM), which is made when it is first needed and readable by its owner alone. Throws
 * PA_FILE_UNREADABLE for a key file that others may read or that holds no Ed25519 key, PA_WRITE_FAILED where none can be made.
 */
export function ed25519Signer(keyFile: string): ApprovalSigner {
  let loaded: Promise<KeyObject> | null = null;
  const key = (): Promise<KeyObject> => {
    loaded ??= readKey(keyFile).then((found) => found ?? makeKey(keyFile));
    return loaded;
  };
  return {
    publicKey: async () => {
      const spki = createPublicKey(await key()).export({ format: "der", type: "spki" });
      return prefix + spki.toString("base64");
    },
    sign: async (text) => sign(null, Buffer.from(text, "utf8"), await key()).toString("base64"),
    verify: verifies,
  };
}

function verifies(publicKey: string, text: string, signature: string): boolean {
  const [spki, bytes] = [
    publicKey.startsWith(prefix) ? fromBase64(publicKey.slice(prefix.length)) : null,
    fromBase64(signature),
  ];
  if (spki === null || bytes === null) return false;
  try {
    const key = createPublicKey({ key: spki, format: "der", type: "spki" });
    // A trailing byte behind the key would give one key many names.
    const whole = key.export({ format: "der", type: "spki" }).equals(spki);
    return whole && key.asymmetricKeyType === "ed25519" && verify(null, Buffer.from(text, "utf8"), key, bytes);
  } catch {
    return false;
  }
}

/** null for anything but the one canonical way to write some bytes: the decoder of Node forgives, and a signature must not change unseen. */
function fromBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
}

/** null when there is no file yet. */
async function readKey(path: string): Promise<KeyObject | null> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw unreadable(path, error instanceof Error ? error.message : String(error), error);
  }
  try {
    const { mode, size } = await file.stat();
    // Windows has no such bits: it shows 0666 for everything.
    if (process.platform !== "win32" && (mode & 0o077) !== 0) {
      throw PerfAgentError.of("PA_FILE_UNREADABLE", `${path} is a private key that others may read`, {
        remedy: `Make it yours alone (chmod 600 ${path}), or move it away for a new one.`,
      });
    }
    if (size > longestKeyFile) throw unreadable(path, "is no private key");
    const key = createPrivateKey(await file.readFile("utf8"));
    if (key.asymmetricKeyType !== "ed25519") throw unreadable(path, "is no Ed25519 key");
    return key;
  } catch (error) {
    if (error instanceof PerfAgentError) throw error;
    throw unreadable(path, "is no private key", error);
  } finally {
    await file.close();
  }
}

function unreadable(path: string, why: string, cause?: unknown): PerfAgentError {
  return PerfAgentError.of("PA_FILE_UNREADABLE", `${path}: ${why}`, {
    cause,
    remedy: "Move the file away; `perf-agent keys` then makes a new key, which has to be listed anew.",
  });
}

/** Written beside and linked into place, so that of two processes one makes the key and both use that one. */
async function makeKey(path: string): Promise<KeyObject> {
  const temporary = `${path}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" }));
      await file.sync();
    } finally {
      await file.close();
    }
    await link(temporary, path).catch((error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    });
  } catch (error) {
    throw PerfAgentError.of("PA_WRITE_FAILED", `${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
      remedy: "The key for approvals lives in the configuration folder: make it writable, or set XDG_CONFIG_HOME.",
    });
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
  const made = await readKey(path);
  if (made === null) throw unreadable(path, "was removed while it was made");
  return made;
}
