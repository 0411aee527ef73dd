// Who looks at the pages, where each begins, and within which part they follow links.
import { password } from './market.mjs';

const office = ['', '/reviews', '/calls', '/certificates', '/figures', '/producers', '/papers', '/collections'];

export const people = [
  {
    name: 'guest',
    within: '',
    begins: ['', '/products', '/cart', '/checkout', '/tracking', '/age', '/alcohol', '/sign-in', '/password-resets', '/producers', '/components', '/nowhere'],
  },
  { name: 'buyer', login: 'buyer@demo.test', within: '/orders', begins: ['/account', '/cart'] },
  { name: 'producer', login: 'producer@demo.test', within: '/producer', begins: ['/producer'] },
  // Their pages are the producer's and the official's; only what is their own is looked at.
  { name: 'agent', login: 'agent@demo.test', begins: ['/producer'] },
  { name: 'official', login: 'province@demo.test', within: '/office', begins: office.map((part) => `/office${part}`) },
  { name: 'admin', login: 'admin@demo.test', begins: ['', '/audit', '/people', '/money', '/payouts'].map((part) => `/office${part}`) },
];

/** Signs in on the page itself. */
export async function signIn(visitor, login) {
  await visitor.open('/sign-in');
  await fillIn(visitor, login);
  await visitor.press('main form button');
  if (visitor.path().endsWith('/sign-in')) throw new Error(`${login} could not sign in`);
}

export async function fillIn(visitor, login) {
  await visitor.fill('input[name=login]', login);
  await visitor.fill('input[name=password]', password);
}
