import { randomUUID } from "node:crypto";
import { products } from "./catalogue.ts";

interface Account {
  readonly password: string;
  cart: { productId: number; quantity: number }[];
}

interface Tenant {
  readonly accounts: Map<string, Account>;
  readonly tokens: Map<string, { user: string; expiresAt: number }>;
  /** Answers by idempotency key. */
  readonly orders: Map<string, Order>;
  photos: number;
}

export interface Order {
  readonly orderId: string;
  readonly total: number;
}

/** Data of users, apart for each `x-test-tenant`. Everything is kept in memory until the tenant is removed. */
export class Tenants {
  readonly #tenants = new Map<string, Tenant>();
  readonly #tokenLifeMs: number;

  constructor(tokenLifeMs: number) {
    this.#tokenLifeMs = tokenLifeMs;
  }

  get count(): number {
    return this.#tenants.size;
  }

  /** An account is made at its first log-in; later its password must match. null: it does not. */
  logIn(tenantName: string, user: string, password: string, now: number): string | null {
    const tenant = this.#tenant(tenantName);
    const account = tenant.accounts.get(user);
    if (account !== undefined && account.password !== password) return null;
    if (account === undefined) tenant.accounts.set(user, { password, cart: [] });
    return this.#issue(tenant, user, now);
  }

  /** A fresh token for one that has not expired; the old one ends. null: unknown or expired. */
  renew(tenantName: string, token: string, now: number): string | null {
    const tenant = this.#tenant(tenantName);
    const user = this.userOf(tenantName, token, now);
    if (user === null) return null;
    tenant.tokens.delete(token);
    return this.#issue(tenant, user, now);
  }

  userOf(tenantName: string, token: string, now: number): string | null {
    const tenant = this.#tenant(tenantName);
    const known = tenant.tokens.get(token);
    if (known === undefined) return null;
    if (known.expiresAt > now) return known.user;
    tenant.tokens.delete(token);
    return null;
  }

  addToCart(tenantName: string, user: string, productId: number, quantity: number): number {
    const account = this.#account(tenantName, user);
    account.cart.push({ productId, quantity });
    return account.cart.length;
  }

  cart(tenantName: string, user: string): { items: number; total: number } {
    const { cart } = this.#account(tenantName, user);
    return { items: cart.length, total: totalOf(cart) };
  }

  /** Empties the cart into an order. The same key gives the same order again. null: the cart is empty. */
  checkOut(tenantName: string, user: string, key: string | undefined): Order | null {
    const tenant = this.#tenant(tenantName);
    const earlier = key === undefined ? undefined : tenant.orders.get(key);
    if (earlier !== undefined) return earlier;
    const account = this.#account(tenantName, user);
    if (account.cart.length === 0) return null;
    const order = { orderId: randomUUID(), total: totalOf(account.cart) };
    account.cart = [];
    tenant.orders.set(key ?? order.orderId, order);
    return order;
  }

  addPhoto(tenantName: string): number {
    const tenant = this.#tenant(tenantName);
    tenant.photos += 1;
    return tenant.photos;
  }

  ordersOf(tenantName: string): number {
    return this.#tenants.get(tenantName)?.orders.size ?? 0;
  }

  /** What a tenant has: accounts, things in carts, orders and photos. Asking makes no tenant. */
  thingsOf(tenantName: string): number {
    const tenant = this.#tenants.get(tenantName);
    if (tenant === undefined) return 0;
    const carts = [...tenant.accounts.values()].reduce((sum, { cart }) => sum + cart.length, 0);
    return tenant.accounts.size + carts + tenant.orders.size + tenant.photos;
  }

  /** Idempotent. */
  remove(tenantName: string): void {
    this.#tenants.delete(tenantName);
  }

  #issue(tenant: Tenant, user: string, now: number): string {
    const token = randomUUID();
    tenant.tokens.set(token, { user, expiresAt: now + this.#tokenLifeMs });
    return token;
  }

  #tenant(name: string): Tenant {
    let tenant = this.#tenants.get(name);
    if (tenant === undefined) {
      tenant = { accounts: new Map(), tokens: new Map(), orders: new Map(), photos: 0 };
      this.#tenants.set(name, tenant);
    }
    return tenant;
  }

  #account(tenantName: string, user: string): Account {
    const account = this.#tenant(tenantName).accounts.get(user);
    if (account === undefined) throw new Error(`no account ${user}`);
    return account;
  }
}

function totalOf(cart: readonly { productId: number; quantity: number }[]): number {
  let cents = 0;
  for (const { productId, quantity } of cart) cents += (products[productId - 1]?.priceCents ?? 0) * quantity;
  return cents / 100;
}
