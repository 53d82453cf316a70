import { call, end, start } from './session.js';

const PARALLEL = 8;

const who = document.querySelector('#who');
const result = document.querySelector('#result');

document.querySelector('#call').addEventListener('click', () => attempt(showCalls));
document.querySelector('#logout').addEventListener('click', () => attempt(end));

attempt(async () => {
  await start();
  const user = await (await call('protocol/openid-connect/userinfo')).json();
  who.textContent = user.name ?? user.preferred_username;
  document.querySelector('main').hidden = false;
});

/** Several calls at a time, as a page makes them that has several parts. */
async function showCalls() {
  result.textContent = '…';
  const answers = await Promise.all(
    Array.from({ length: PARALLEL }, (_, i) =>
      call(i % 2 === 0 ? 'protocol/openid-connect/userinfo' : 'gatehouse/v1/api-keys')),
  );
  result.textContent = answers.map(answer => answer.status).join(' ');
}

async function attempt(action) {
  try {
    await action();
  } catch (error) {
    result.textContent = error.message;
  }
}
