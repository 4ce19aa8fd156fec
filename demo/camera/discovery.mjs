// Answers WS-Discovery probes (2005/04): heard at the well-known group and port, answered from a port of its own, as cameras do.
import { createHash, randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { escape, value } from './soap.mjs';

const [group, port] = ['239.255.255.250', 3702];

export const answerProbes = async (options, servicePort) => {
  const ear = createSocket({ type: 'udp4', reuseAddr: true });
  const mouth = createSocket('udp4');
  const digest = createHash('sha1').update(`${options.host}:${servicePort}`).digest('hex');
  const endpoint = `urn:uuid:${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
  ear.on('message', (message, caller) => {
    const probe = message.toString('utf8');
    const types = value(probe, 'Types') ?? '';
    if (!/<(?:\w+:)?Probe[\s/>]/.test(probe) || (types !== '' && !/NetworkVideoTransmitter|Device/.test(types))) return;
    mouth.send(match(options, servicePort, endpoint, value(probe, 'MessageID') ?? ''), caller.port, caller.address);
  });
  await new Promise((done, failed) => ear.once('error', failed).bind(port, group, done));
  ear.addMembership(group, options.discovery);
  await new Promise((done, failed) => mouth.once('error', failed).bind(0, options.host, done));
};

const match = (options, servicePort, endpoint, relatesTo) => {
  const place = options['xaddr-host'] || `${options.host}:${servicePort}`;
  const scopes = ['type/video_encoder', 'type/ptz', 'Profile/Streaming', 'Profile/T', `name/${encodeURIComponent(options.name)}`, 'hardware/DC-100', 'location/demo'];
  return '<?xml version="1.0" encoding="UTF-8"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope"'
    + ' xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"'
    + ' xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><SOAP-ENV:Header>'
    + `<wsa:MessageID>urn:uuid:${randomUUID()}</wsa:MessageID><wsa:RelatesTo>${escape(relatesTo)}</wsa:RelatesTo>`
    + '<wsa:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</wsa:To>'
    + '<wsa:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</wsa:Action></SOAP-ENV:Header><SOAP-ENV:Body><d:ProbeMatches><d:ProbeMatch>'
    + `<wsa:EndpointReference><wsa:Address>${endpoint}</wsa:Address></wsa:EndpointReference><d:Types>dn:NetworkVideoTransmitter</d:Types>`
    + `<d:Scopes>${scopes.map(scope => `onvif://www.onvif.org/${scope}`).join(' ')}</d:Scopes>`
    + `<d:XAddrs>${escape(`http://${place}/onvif/device_service`)}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion>`
    + '</d:ProbeMatch></d:ProbeMatches></SOAP-ENV:Body></SOAP-ENV:Envelope>';
};
