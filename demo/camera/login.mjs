// Who may ask: WS-Security UsernameToken (digest alone) and HTTP Digest (RFC 7616), as strict as the strictest camera. A token or an answer to a
// challenge is good once, and a token only near the camera's own clock.
import { createHash, randomBytes } from 'node:crypto';

const tolerance = 300; // s; a measured camera took −480 … +60
const names = { MD5: 'md5', 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' };
const hash = (algorithm, text) => createHash(names[algorithm] ?? 'md5').update(text).digest('hex');

export class Login {
  #options;
  #seen = new Set();
  #nonces = new Map();

  constructor(options) {
    this.#options = options;
  }

  now() {
    return new Date(Date.now() + Number(this.#options['clock-offset']) * 1000);
  }

  accepts(request, call) {
    if (this.#options.user === '') return true;
    const { auth } = this.#options;
    return (auth !== 'digest' && this.#acceptsToken(call.security)) || (auth !== 'wsse' && this.#acceptsDigest(request));
  }

  acceptsSnapshot(request) {
    const way = this.#options['snapshot-auth'];
    if (way === 'none' || this.#options.user === '') return true;
    if (way === 'digest') return this.#acceptsDigest(request);
    const account = Buffer.from(`${this.#options.user}:${this.#options.password}`).toString('base64');
    return request.headers.authorization === `Basic ${account}`;
  }

  challenges() {
    return this.#options.algorithms.split(',').map(algorithm => {
      const nonce = randomBytes(16).toString('hex');
      this.#nonces.set(nonce, 0);
      if (this.#nonces.size > 1000) this.#nonces.delete(this.#nonces.keys().next().value);
      return `Digest realm="camera", qop="auth", algorithm=${algorithm}, nonce="${nonce}", opaque=""`;
    });
  }

  wayOf(request, call) {
    if (request.headers.authorization) return 'digest';
    return call.security ? 'wsse' : 'none';
  }

  userOf(request, call) {
    return call.security?.user ?? /username="([^"]*)"/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  }

  #acceptsToken(token) {
    if (!token || token.user !== this.#options.user || this.#seen.has(token.nonce)) return false;
    if (!(Math.abs(new Date(token.created) - this.now()) <= tolerance * 1000)) return false;
    const expected = createHash('sha1').update(Buffer.from(token.nonce, 'base64')).update(token.created).update(this.#options.password).digest('base64');
    if (token.digest !== expected) return false;
    this.#seen.add(token.nonce);
    return true;
  }

  #acceptsDigest(request) {
    const header = request.headers.authorization ?? '';
    if (!header.startsWith('Digest ')) return false;
    const said = Object.fromEntries([...header.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)].map(([, key, quoted, plain]) => [key, quoted ?? plain]));
    const count = parseInt(said.nc, 16);
    if (said.username !== this.#options.user || said.uri !== request.url || !(count > (this.#nonces.get(said.nonce) ?? Infinity))) return false;
    const secret = hash(said.algorithm, `${said.username}:${said.realm}:${this.#options.password}`);
    const what = hash(said.algorithm, `${request.method}:${said.uri}`);
    if (said.response !== hash(said.algorithm, [secret, said.nonce, said.nc, said.cnonce, said.qop, what].join(':'))) return false;
    this.#nonces.set(said.nonce, count);
    return true;
  }
}
