// Who looks at the pages, where each begins, and within which part they follow links.
import { password } from './market.mjs';

export const people = [
  {
    name: 'guest',
    within: '',
    begins: ['', '/products', '/cart', '/checkout', '/tracking', '/age', '/alcohol', '/sign-in', '/password-resets', '/nowhere'],
  },
  { name: 'buyer', login: 'buyer@demo.test', within: '/orders', begins: ['/account', '/cart'] },
  { name: 'producer', login: 'producer@demo.test', within: '/desk', begins: ['/desk', '/desk/shelf', '/desk/settings'] },
  { name: 'agent', login: 'agent@demo.test', within: '/desk', begins: ['/desk'] },
  {
    name: 'official',
    login: 'province@demo.test',
    within: '/office',
    begins: ['/office', '/office/reviews', '/office/calls', '/office/certificates', '/office/figures', '/office/producers', '/office/papers'],
  },
  {
    name: 'admin',
    login: 'admin@demo.test',
    within: '/office',
    begins: ['/office', '/office/collections', '/office/audit', '/office/people', '/office/reviews'],
  },
];

/** Signs in on the page itself. */
export async function signIn(page, origin, language, login) {
  await page.goto(`${origin}/${language}/sign-in`);
  await page.fill('input[name=login]', login);
  await page.fill('input[name=password]', password);
  await Promise.all([page.waitForNavigation(), page.click('main form button')]);
  if (new URL(page.url()).pathname.endsWith('/sign-in')) {
    throw new Error(`${login} could not sign in`);
  }
}
