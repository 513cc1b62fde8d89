export interface Product {
  readonly id: number;
  readonly name: string;
  readonly priceCents: number;
}

const materials = ["oak", "linen", "steel", "glass", "wool", "cork", "stone", "paper", "brass", "clay"];
const things = [
  "lamp",
  "chair",
  "bowl",
  "clock",
  "shelf",
  "vase",
  "mirror",
  "basket",
  "tray",
  "stool",
  "frame",
  "bench",
];

/** 120 products with ids from 1; data/products.json is a part of them. */
export const products: readonly Product[] = things.flatMap((thing, row) =>
  materials.map((material, column) => {
    const id = row * materials.length + column + 1;
    return { id, name: `${material} ${thing}`, priceCents: 990 + ((id * 7919) % 9000) };
  }),
);

export const pageSize = 20;

const pages = Math.ceil(products.length / pageSize);

/** Bodies of the list, made once: a catalogue is read far more often than it changes. */
const pageBodies = Array.from({ length: pages }, (_, index) =>
  JSON.stringify({
    page: index + 1,
    pages,
    items: products.slice(index * pageSize, (index + 1) * pageSize).map(forSale),
  }),
);

export function pageBody(page: number): string | undefined {
  return pageBodies[page - 1];
}

export function forSale({ id, name, priceCents }: Product): { id: number; name: string; price: number } {
  return { id, name, price: priceCents / 100 };
}

/** Products whose name contains the text, at most ten. */
export function findProducts(text: string): readonly Product[] {
  const wanted = text.toLowerCase();
  return products.filter(({ name }) => name.includes(wanted)).slice(0, 10);
}
