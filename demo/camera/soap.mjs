// The words: reading a request, and the answers of each service. Requests come from one well-behaved client, so they are read by pattern;
// prefixes of the answers differ from the client's on purpose.
export const escape = text => String(text).replace(/[<>&"]/g, sign => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' })[sign]);
const plain = text => text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name) => ({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" })[name]);

/** Text of the first element of that local name. */
export const value = (xml, name) => {
  const found = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)<`).exec(xml);
  return found ? plain(found[1].trim()) : undefined;
};

const attribute = (xml, element, name) => new RegExp(`<(?:\\w+:)?${element}\\s[^>]*\\b${name}="([^"]*)"`).exec(xml)?.[1];

export const read = xml => {
  const [, body = ''] = /<(?:\w+:)?Body(?:\s[^>]*)?>([\s\S]*)<\/(?:\w+:)?Body>/.exec(xml) ?? [];
  const operation = /<(?:\w+:)?(\w+)/.exec(body)?.[1] ?? '';
  const security = /<(?:\w+:)?Security[\s>]/.test(xml)
    ? { user: value(xml, 'Username'), digest: value(xml, 'Password'), nonce: value(xml, 'Nonce'), created: value(xml, 'Created') }
    : undefined;
  return { operation, body, security };
};

const namespaces = 'xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tds="http://www.onvif.org/ver10/device/wsdl"'
  + ' xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tr2="http://www.onvif.org/ver20/media/wsdl"'
  + ' xmlns:tptz="http://www.onvif.org/ver20/ptz/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:ter="http://www.onvif.org/ver10/error"';
const envelope = body => `<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope ${namespaces}><s:Body>${body}</s:Body></s:Envelope>`;

export const fault = (code, subcode, reason) => envelope(`<s:Fault><s:Code><s:Value>${code}</s:Value>`
  + (subcode ? `<s:Subcode><s:Value>${subcode}</s:Value></s:Subcode>` : '')
  + `</s:Code><s:Reason><s:Text xml:lang="en">${escape(reason)}</s:Text></s:Reason></s:Fault>`);
const unknown = what => fault('s:Sender', 'ter:InvalidArgVal', `No such ${what}`);

const paths = { device: '/onvif/device_service', media: '/onvif/media_service', media2: '/onvif/media2_service', ptz: '/onvif/ptz_service' };

const known = options => [
  ['http://www.onvif.org/ver10/device/wsdl', paths.device],
  ...(options['no-media1'] ? [] : [['http://www.onvif.org/ver10/media/wsdl', paths.media]]),
  ...(options['no-media2'] ? [] : [['http://www.onvif.org/ver20/media/wsdl', paths.media2]]),
  ...(options['no-ptz'] ? [] : [['http://www.onvif.org/ver20/ptz/wsdl', paths.ptz]]),
];

const profiles = options => [
  { token: 'main', name: 'Main stream', codec: options.codec, width: 1920, height: 1080, rate: 25, bitrate: 4096 },
  { token: 'sub', name: 'Sub stream', codec: 'H264', width: 640, height: 360, rate: 15, bitrate: 512 },
];

const clock = (name, date) => `<tt:${name}><tt:Time><tt:Hour>${date.getUTCHours()}</tt:Hour><tt:Minute>${date.getUTCMinutes()}</tt:Minute><tt:Second>${date.getUTCSeconds()}</tt:Second></tt:Time>`
  + `<tt:Date><tt:Year>${date.getUTCFullYear()}</tt:Year><tt:Month>${date.getUTCMonth() + 1}</tt:Month><tt:Day>${date.getUTCDate()}</tt:Day></tt:Date></tt:${name}>`;

const device = {
  GetSystemDateAndTime: ({ now }) => envelope('<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>Manual</tt:DateTimeType>'
    + `<tt:DaylightSavings>false</tt:DaylightSavings><tt:TimeZone><tt:TZ>KST-9</tt:TZ></tt:TimeZone>${clock('UTCDateTime', now)}${clock('LocalDateTime', new Date(now.getTime() + 9 * 3600e3))}`
    + '</tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>'),
  GetServices: ({ options, place }) => options['no-services'] ? undefined : envelope(`<tds:GetServicesResponse>${known(options)
    .map(([namespace, path]) => `<tds:Service><tds:Namespace>${namespace}</tds:Namespace><tds:XAddr>http://${place}${path}</tds:XAddr><tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version></tds:Service>`)
    .join('')}</tds:GetServicesResponse>`),
  GetCapabilities: ({ options, place }) => envelope('<tds:GetCapabilitiesResponse><tds:Capabilities>'
    + `<tt:Device><tt:XAddr>http://${place}${paths.device}</tt:XAddr></tt:Device>`
    + (options['no-media1'] ? '' : `<tt:Media><tt:XAddr>http://${place}${paths.media}</tt:XAddr></tt:Media>`)
    + (options['no-ptz'] ? '' : `<tt:PTZ><tt:XAddr>http://${place}${paths.ptz}</tt:XAddr></tt:PTZ>`)
    + '</tds:Capabilities></tds:GetCapabilitiesResponse>'),
  GetDeviceInformation: ({ options }) => options['no-information'] ? undefined : envelope('<tds:GetDeviceInformationResponse><tds:Manufacturer>VICS</tds:Manufacturer><tds:Model>DC-100</tds:Model>'
    + '<tds:FirmwareVersion>1.4.2</tds:FirmwareVersion><tds:SerialNumber>DC100-0001</tds:SerialNumber><tds:HardwareId>1</tds:HardwareId></tds:GetDeviceInformationResponse>'),
};

const steering = options => options['no-ptz'] ? '' : '<tt:PTZConfiguration token="ptz"><tt:Name>ptz</tt:Name><tt:UseCount>2</tt:UseCount><tt:NodeToken>node</tt:NodeToken>'
  + '<tt:DefaultContinuousPanTiltVelocitySpace>http://www.onvif.org/ver10/tptz/PanTiltSpaces/VelocityGenericSpace</tt:DefaultContinuousPanTiltVelocitySpace></tt:PTZConfiguration>';

const streamUri = ({ call, options, rtspHost }) => {
  const profile = profiles(options).find(one => one.token === value(call.body, 'ProfileToken'));
  if (!profile) return null;
  const uri = options[`rtsp-${profile.token}`] || `rtsp://${rtspHost}:554/${profile.token}`;
  return options['rtsp-host'] ? uri.replace(/^(\w+:\/\/)(\[[^\]]*\]|[^:/]+)/, `$1${options['rtsp-host']}`) : uri;
};

const withProfile = answer => context => {
  const token = value(context.call.body, 'ProfileToken');
  return profiles(context.options).some(one => one.token === token) ? answer(context, token) : unknown('profile');
};

const media = {
  GetProfiles: ({ options }) => envelope(`<trt:GetProfilesResponse>${profiles(options).filter(one => one.codec !== 'H265').map(one => `<trt:Profiles token="${one.token}" fixed="true"><tt:Name>${one.name}</tt:Name>`
    + `<tt:VideoSourceConfiguration token="source"><tt:Name>source</tt:Name><tt:UseCount>2</tt:UseCount><tt:SourceToken>source</tt:SourceToken><tt:Bounds x="0" y="0" width="1920" height="1080"/></tt:VideoSourceConfiguration>`
    + `<tt:VideoEncoderConfiguration token="${one.token}"><tt:Name>${one.token}</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>${one.codec}</tt:Encoding><tt:Resolution><tt:Width>${one.width}</tt:Width><tt:Height>${one.height}</tt:Height></tt:Resolution>`
    + `<tt:Quality>4</tt:Quality><tt:RateControl><tt:FrameRateLimit>${one.rate}</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>${one.bitrate}</tt:BitrateLimit></tt:RateControl></tt:VideoEncoderConfiguration>`
    + `${steering(options)}</trt:Profiles>`).join('')}</trt:GetProfilesResponse>`),
  GetStreamUri: withProfile((context, token) => token === context.options['no-uri'] || value(context.call.body, 'Stream') !== 'RTP-Unicast' ? fault('s:Receiver', 'ter:IncompleteConfiguration', 'No stream')
    : envelope(`<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>${escape(streamUri(context))}</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect><tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout></trt:MediaUri></trt:GetStreamUriResponse>`)),
  GetSnapshotUri: withProfile(({ place, options }, token) => options['no-snapshot'] ? undefined
    : envelope(`<trt:GetSnapshotUriResponse><trt:MediaUri><tt:Uri>http://${place}/snapshot/${token}.jpg</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect><tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout></trt:MediaUri></trt:GetSnapshotUriResponse>`)),
};

const media2 = {
  GetProfiles: ({ options }) => envelope(`<tr2:GetProfilesResponse>${profiles(options).map(one => `<tr2:Profiles token="${one.token}" fixed="true"><tr2:Name>${one.name}</tr2:Name><tr2:Configurations>`
    + `<tr2:VideoEncoder token="${one.token}" GovLength="${one.rate}" Profile="Main"><tt:Name>${one.token}</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>${one.codec}</tt:Encoding><tt:Resolution><tt:Width>${one.width}</tt:Width><tt:Height>${one.height}</tt:Height></tt:Resolution>`
    + `<tt:RateControl ConstantBitRate="false"><tt:FrameRateLimit>${one.rate}</tt:FrameRateLimit><tt:BitrateLimit>${one.bitrate}</tt:BitrateLimit></tt:RateControl><tt:Quality>4</tt:Quality></tr2:VideoEncoder>`
    + `${steering(options).replaceAll('tt:PTZConfiguration', 'tr2:PTZ')}</tr2:Configurations></tr2:Profiles>`).join('')}</tr2:GetProfilesResponse>`),
  GetStreamUri: withProfile((context, token) => token === context.options['no-uri'] || !value(context.call.body, 'Protocol') ? fault('s:Receiver', 'ter:IncompleteConfiguration', 'No stream')
    : envelope(`<tr2:GetStreamUriResponse><tr2:Uri>${escape(streamUri(context))}</tr2:Uri></tr2:GetStreamUriResponse>`)),
  GetSnapshotUri: withProfile(({ place, options }, token) => options['no-snapshot'] ? undefined
    : envelope(`<tr2:GetSnapshotUriResponse><tr2:Uri>http://${place}/snapshot/${token}.jpg</tr2:Uri></tr2:GetSnapshotUriResponse>`)),
};

const vector = (body, options) => {
  const [x, y, zoom] = [attribute(body, 'PanTilt', 'x'), attribute(body, 'PanTilt', 'y'), attribute(body, 'Zoom', 'x')].map(number => number === undefined ? undefined : Number(number));
  if ([x, y, zoom].some(number => Number.isNaN(number)) || (options['no-zoom'] && zoom !== undefined)) return null;
  return { ...(x === undefined ? {} : { pan: x }), ...(y === undefined ? {} : { tilt: y }), ...(zoom === undefined ? {} : { zoom }) };
};

const steer = (name, act) => withProfile(context => {
  const axes = vector(context.call.body, context.options);
  if (!axes) return fault('s:Sender', 'ter:InvalidArgVal', 'Space not supported');
  act(context.mount, axes);
  return envelope(`<tptz:${name}Response/>`);
});

const ptz = {
  ContinuousMove: steer('ContinuousMove', (mount, axes) => mount.move(axes)),
  RelativeMove: steer('RelativeMove', (mount, axes) => mount.moveBy(axes)),
  AbsoluteMove: steer('AbsoluteMove', (mount, axes) => mount.moveTo(axes)),
  Stop: withProfile(({ mount, options }) => options['no-stop'] ? undefined : (mount.stop(), envelope('<tptz:StopResponse/>'))),
  GotoHomePosition: withProfile(({ mount, options }) => options['no-home'] ? fault('s:Receiver', 'ter:NoHomePosition', 'No home position') : (mount.home(), envelope('<tptz:GotoHomePositionResponse/>'))),
  GetPresets: withProfile(({ mount, options }) => options['no-presets'] ? undefined : envelope(`<tptz:GetPresetsResponse>${[...mount.presets]
    .map(([token, preset]) => `<tptz:Preset token="${escape(token)}"><tt:Name>${escape(preset.name)}</tt:Name></tptz:Preset>`).join('')}</tptz:GetPresetsResponse>`)),
  GotoPreset: withProfile(({ call, mount }) => mount.goToPreset(value(call.body, 'PresetToken')) ? envelope('<tptz:GotoPresetResponse/>') : fault('s:Sender', 'ter:NoToken', 'No such preset')),
  SetPreset: withProfile(({ call, mount }) => envelope(`<tptz:SetPresetResponse><tptz:PresetToken>${escape(mount.savePreset(value(call.body, 'PresetName') ?? '', value(call.body, 'PresetToken')))}</tptz:PresetToken></tptz:SetPresetResponse>`)),
  RemovePreset: withProfile(({ call, mount }) => mount.removePreset(value(call.body, 'PresetToken')) ? envelope('<tptz:RemovePresetResponse/>') : fault('s:Sender', 'ter:NoToken', 'No such preset')),
};

export const services = { [paths.device]: device, [paths.media]: media, [paths.media2]: media2, [paths.ptz]: ptz };
