// recorder.mjs VERSION PORT - the HTTP side of a recorder, as a stand-in has it: everything behind Digest (RFC 7616,
// MD5, as older units do it), account admin/admin. /vapi/Version tells from outside which program is running.
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

const [version, port] = process.argv.slice(2);
const realm = 'VICS';
const nonces = new Set();
const md5 = text => createHash('md5').update(text).digest('hex');
const secret = md5(`admin:${realm}:admin`);

const pages = {
  '/vapi/Version': ['text/plain', `${version}\n`],
  '/vapi/GetCamList': ['application/json', JSON.stringify({
    cVidCamera: [
      {
        strId: '6f1c2b6e-3d0a-4a52-9a1e-0f6b8f5f2a01', strName: '정문 카메라', nType: 'VID_ONVIF_S', strIP: '192.0.2.21', strPort: '80',
        strUser: 'admin', strPasswd: '******', strONVIFAddress: '/onvif/device_service', bProfileToken: true,
        strProfileToken1: 'main', strProfileToken2: 'sub', nConnectType: 'VID_CONNECT_TCP', bOnline: true, bRec: true, nCh: 1, bPtzContol: true,
      },
      {
        strId: '6f1c2b6e-3d0a-4a52-9a1e-0f6b8f5f2a02', strName: 'Loading dock', nType: 3, strIP: '192.0.2.22', strPort: '554',
        strUser: 'admin', strPasswd: '******', strRTSPUrl: 'rtsp://192.0.2.22/stream1', nCh: 2,
      },
    ],
  })],
  '/vapi/GetStreamUrl': ['application/json', JSON.stringify({ cUrl: [{ strProtocol: 'RTSP', strUrl: 'rtsp://127.0.0.1:10554/live/1' }] })],
  '/vapi/GetImage': ['text/plain', "Can't Get the Image!"], // the way a recorder says so, with status 200
};

const isSignedIn = request => {
  const said = Object.fromEntries(
    [...(request.headers.authorization ?? '').matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)].map(([, key, quoted, plain]) => [key, quoted ?? plain]));
  const expected = md5([secret, said.nonce, said.nc, said.cnonce, said.qop, md5(`${request.method}:${said.uri}`)].join(':'));
  return nonces.has(said.nonce) && said.username === 'admin' && said.uri === request.url && said.response === expected;
};

createServer((request, response) => {
  if (!isSignedIn(request)) {
    const nonce = randomBytes(16).toString('hex');
    nonces.add(nonce);
    if (nonces.size > 1000) nonces.delete(nonces.values().next().value);
    response.writeHead(401, { 'WWW-Authenticate': `Digest qop="auth", realm="${realm}", nonce="${nonce}"` }).end();
    return;
  }
  const [type, text] = pages[request.url.split('?')[0]] ?? [];
  response.writeHead(type ? 200 : 404, { 'Content-Type': type ?? 'text/plain' }).end(text);
}).on('error', error => {
  console.error(`VICS ${version}: ${error.message}`);
  process.exit(1);
}).listen(Number(port), '127.0.0.1', () => console.log(`VICS ${version}: serving at port ${port}`));

// At once, whoever is still connected: a recorder's stop is part of its downtime.
process.on('SIGTERM', () => process.exit(0));
