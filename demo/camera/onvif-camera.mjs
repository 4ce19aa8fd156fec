// onvif-camera.mjs [--port N] [--user NAME --password WORD] … - an IP camera as ONVIF sees it, for the demo and the tests: time, identity,
// two profiles by Media1 and Media2, still pictures, PTZ that moves, presets, WS-Discovery; and, by option, the vices of real models.
// It makes no video: its profiles point to an RTSP server that runs elsewhere (--rtsp-main, --rtsp-sub).
//
// When it serves, it prints one line of JSON: {"port":…,"controlPort":…}. At the control port GET /state tells where it looks and what it was
// asked, and POST /options changes options while it runs.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { parseArgs } from 'node:util';
import { Login } from './login.mjs';
import { Mount } from './mount.mjs';
import { pictureAt } from './pictures.mjs';
import { answerProbes } from './discovery.mjs';
import { fault, read, services } from './soap.mjs';

const text = value => ({ type: 'string', default: value });
const yes = { type: 'boolean', default: false };
const { values: options } = parseArgs({
  options: {
    host: text('127.0.0.1'), // where it listens, and answers calls from
    port: text('0'),
    'control-port': text('0'), // 127.0.0.1 only
    pfx: text(''), // key and certificate without passphrase: it serves HTTPS
    name: text('Demo camera'),
    user: text('admin'), // empty: it asks nobody who they are
    password: text('admin'),
    auth: text('either'), // wsse, digest, either: what it takes
    algorithms: text('MD5'), // of HTTP Digest, one challenge each: MD5,SHA-256
    'time-needs-login': yes, // asks for the account even for its time
    'rejects-security': yes, // does not understand the WS-Security header
    'empty-when-refused': yes, // 200 without a word instead of a fault
    'clock-offset': text('0'), // s, its clock less ours
    'no-media1': yes,
    'no-media2': yes,
    'no-services': yes, // knows only GetCapabilities
    'no-ptz': yes,
    'no-stop': yes,
    'no-home': yes,
    'no-presets': yes,
    'no-zoom': yes,
    'no-information': yes,
    'no-uri': text(''), // the profile whose stream it cannot tell
    codec: text('H264'), // of the main profile; Media1 does not list one with H265
    'rtsp-main': text(''),
    'rtsp-sub': text(''),
    'rtsp-host': text(''), // a wrong host in what it says of its streams
    'xaddr-host': text(''), // the same in what it says of its services, with port
    'snapshot-auth': text('digest'), // digest, basic, none
    'no-snapshot': yes,
    jpeg: text(''), // the one picture to show
    slow: text('0'), // ms before every answer
    discovery: text(''), // address of the interface it hears calls on; 127.0.0.1 works
    'until-stdin-closes': yes, // ends with whoever started it
  },
});

const login = new Login(options);
const mount = new Mount(options);
const asked = [];
let requests = 0;

const bodyOf = async request => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

const send = (response, status, type, content, headers = {}) =>
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(content), ...headers }).end(content);

const hostOf = place => /^(?:\[[^\]]*\]|[^:]*)/.exec(place)[0];

const refuse = (request, response) => {
  if (options['empty-when-refused']) return send(response, 200, 'application/soap+xml', '');
  const sentence = fault('s:Sender', 'ter:NotAuthorized', 'Sender not Authorized');
  return options.auth === 'wsse'
    ? send(response, 400, 'application/soap+xml; charset=utf-8', sentence)
    : send(response, 401, 'application/soap+xml; charset=utf-8', sentence, { 'WWW-Authenticate': login.challenges() });
};

const onvif = async (request, response) => {
  const call = read(await bodyOf(request));
  asked.push({ operation: call.operation, service: request.url, user: login.userOf(request, call), signedBy: login.wayOf(request, call) });
  if (asked.length > 500) asked.shift();
  const isOpen = call.operation === 'GetSystemDateAndTime' && !options['time-needs-login'];
  if (options['rejects-security'] && call.security)
    return send(response, 500, 'application/soap+xml', fault('s:MustUnderstand', '', 'The header Security was not understood'));
  if (!isOpen && !login.accepts(request, call)) return refuse(request, response);

  const answer = services[request.url]?.[call.operation]?.({
    call, options, mount, now: login.now(),
    place: options['xaddr-host'] || request.headers.host,
    rtspHost: options['rtsp-host'] || hostOf(options['xaddr-host'] || request.headers.host),
  }) ?? fault('s:Receiver', 'ter:ActionNotSupported', `${call.operation} is not implemented`);
  return send(response, answer.includes(':Fault>') ? 500 : 200, 'application/soap+xml; charset=utf-8', answer);
};

const snapshot = async (request, response) => {
  if (!login.acceptsSnapshot(request))
    return send(response, 401, 'text/plain', 'Unauthorized', { 'WWW-Authenticate': options['snapshot-auth'] === 'basic' ? 'Basic realm="camera"' : login.challenges() });
  const picture = await pictureAt(mount.position(), options);
  return response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Length': picture.length }).end(picture);
};

const answer = async (request, response) => {
  requests++;
  try {
    if (Number(options.slow) > 0) await new Promise(done => setTimeout(done, Number(options.slow)));
    if (request.url.startsWith('/onvif/') && request.method === 'POST') await onvif(request, response);
    else if (request.url.startsWith('/snapshot/') && !options['no-snapshot']) await snapshot(request, response);
    else if (request.url === '/') send(response, 200, 'text/html', `<!DOCTYPE html><title>${options.name.replace(/[<&]/g, '')}</title><h1>Camera</h1>`);
    else send(response, 404, 'text/html', '<!DOCTYPE html><title>404</title>');
  } catch (error) {
    console.error(`camera: ${error.stack}`);
    if (!response.headersSent) send(response, 500, 'text/plain', 'Error');
  }
};

const camera = options.pfx ? createTlsServer({ pfx: readFileSync(options.pfx) }, answer) : createServer(answer);

const control = createServer(async (request, response) => {
  try {
    if (request.method === 'POST' && request.url === '/options') Object.assign(options, JSON.parse(await bodyOf(request)));
    else if (request.url !== '/state') return send(response, 404, 'text/plain', 'Not found');
    return send(response, 200, 'application/json', JSON.stringify({ ...mount.state(), requests, asked }));
  } catch (error) {
    return send(response, 400, 'text/plain', String(error.message));
  }
});

const serve = (server, port, host) => new Promise((done, failed) => server.once('error', failed).listen(Number(port), host, () => done(server.address().port)));

const end = () => process.exit(0);
process.on('SIGTERM', end).on('SIGINT', end);
if (options['until-stdin-closes']) process.stdin.on('end', end).on('error', end).resume();

try {
  const port = await serve(camera, options.port, options.host);
  const controlPort = await serve(control, options['control-port'], '127.0.0.1');
  if (options.discovery) await answerProbes(options, port);
  console.log(JSON.stringify({ port, controlPort }));
} catch (error) {
  console.error(`camera: ${error.message}`);
  process.exit(1);
}
