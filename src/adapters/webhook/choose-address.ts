import { isLoopbackHost, normalHost } from "../../contract/host-name.ts";
import { isLoopback, parseAddress } from "../../contract/ip-address.ts";
import { DeliveryFailed } from "../../ports/outbox.ts";
import type { NameResolver } from "../../ports/system.ts";
import { isPrivateAddress } from "./private-address.ts";

/**
 * The one address to dial for a host. What is dialled is what was checked: asking for the name again could answer otherwise.
 * A public name must not lead into this machine or the networks behind it, unless `privateAllowed`; a host that says openly that it is
 * there (a literal address, localhost) may. Throws DeliveryFailed, which is not lasting: names can be mended.
 */
export async function chooseAddress(host: string, resolver: NameResolver, privateAllowed: boolean): Promise<string> {
  const name = normalHost(host);
  if (parseAddress(name) !== null) return name;
  const found = await resolver.resolve(name);
  if (found.length === 0) throw new DeliveryFailed(`${name} does not resolve`, { lasting: false });
  const allowed = (text: string): boolean => {
    const address = parseAddress(text);
    return (
      privateAllowed || !isPrivateAddress(text) || (isLoopbackHost(name) && address !== null && isLoopback(address))
    );
  };
  const refused = found.filter((address) => !allowed(address));
  const [first] = found;
  // One forbidden answer spoils all: which of several is used would be chance.
  if (refused.length > 0 || first === undefined) {
    throw new DeliveryFailed(
      `${name} resolves to ${refused.join(", ")}, which is a private address; name the address itself in the URL if it is meant`,
      { lasting: false },
    );
  }
  return first;
}
