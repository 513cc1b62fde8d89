import { normalHost } from "../../contract/host-name.ts";
import { formatAddress, type IpAddress } from "../../contract/ip-address.ts";

/** Port of an http or https URL. */
export function portOf(url: URL): number {
  return url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
}

/** `10.20.3.4:443`, `[2001:db8::5]:443`. */
export function socketText(address: IpAddress, port: number): string {
  const text = formatAddress(address);
  return `${address.family === 6 ? `[${text}]` : text}:${String(port)}`;
}

/** A socket as sockets are compared: the address in its usual text, an IPv4-mapped one as IPv4. */
export function normalSocket(text: string): string {
  const [, host = text, port = ""] = /^(.*):(\d+)$/.exec(text) ?? [];
  const address = normalHost(host);
  return `${address.includes(":") ? `[${address}]` : address}:${port}`;
}

/** The address of a socket, without brackets and port. */
export function addressOfSocket(text: string): string {
  return normalHost(text.replace(/:\d+$/, ""));
}
