// The other front door: what a walk finds when it begins is set up through it.
import { password } from './market.mjs';

export class Api {
  constructor(origin, headers = {}) {
    this.origin = origin;
    this.headers = headers;
  }

  with(headers) {
    return new Api(this.origin, { ...this.headers, ...headers });
  }

  async send(method, path, body, headers = {}) {
    const answer = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers: { ...this.headers, ...headers, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    const said = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said}`);
    return { etag: answer.headers.get('etag'), ...(said && JSON.parse(said)) };
  }

  get(path) {
    return this.send('GET', path);
  }

  async signIn(login) {
    const { token } = await this.send('POST', '/sessions', { login, password });
    return this.with({ authorization: `Bearer ${token}` });
  }
}

/** A product's page as its readers get it: its readable address and what it comes in. */
export async function product(api, sought) {
  const { data } = await api.get(`/products?q=${encodeURIComponent(sought)}`);
  return api.get(`/products/${data[0].slug}`);
}

/** A guest's order of so many of a product's first size, paid at the door. */
export async function guestOrder(api, sold, quantity, contact) {
  const place = { province_code: '42', commune_code: '18676' };
  const { id: cart } = await api.send('POST', '/carts', {});
  await api.send('PUT', `/carts/${cart}/lines/${sold.variants[0].id}`, { quantity });
  const priced = await api.send('PUT', `/carts/${cart}/destination`, place);
  const draft = {
    cart,
    payment_method: 'cod',
    expected_total: priced.total,
    contact,
    address: { ...place, street: 'Số 3, thôn Hải Bắc' },
  };
  const { orders, token } = await api.send('POST', '/checkouts', draft, { 'idempotency-key': cart });
  return { ...orders[0], token };
}

/** A box of a guest that was refused at its door. */
export async function refusedBox(api, maker, sold, contact) {
  const order = await guestOrder(api, sold, 1, contact);
  const steps = [['accept', {}], ['pack', {}], ['ship', { carrier: 'self' }], ['fail-delivery', { reason_code: 'refused_at_door' }]];
  for (const [step, said] of steps) await maker.send('POST', `/producer/orders/${order.id}/${step}`, said);
}
