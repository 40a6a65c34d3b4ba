import type { Account } from '../account';
import type { Emit } from '../http/emit';
import { makeProduct, type Product } from '../objects/product';
import { boolean, required, string } from '../params/kinds';
import { mergeMetadata, metadata } from '../params/metadata';
import type { Read } from '../params/read-fields';
import { newId } from '../store/new-id';
import { alreadyExists } from './find-in-catalog';

/** A product that is made along with its price or plan. */
export const productData = {
  id: string,
  active: boolean,
  metadata,
  name: required(string),
  statement_descriptor: string,
  unit_label: string,
};

type More = Partial<Pick<Product, 'description' | 'images' | 'url'>>;

/** The product as it will be, not saved yet. @throws {ApiError} 400 when its id is taken. */
export function newProduct(account: Account, sent: Read<typeof productData>, more: More = {}): Product {
  const { id, metadata: tags, ...plain } = sent;
  if (id !== undefined && account.billing.products.get(id) !== undefined) throw alreadyExists('Product');
  const made = makeProduct(id ?? newId('prod', 14), account.now(), sent.name);
  return { ...made, ...more, ...plain, metadata: mergeMetadata({}, tags) };
}

export function addProduct(account: Account, product: Product, emit: Emit): Product {
  emit('product.created', account.billing.products.put(product));
  return product;
}
