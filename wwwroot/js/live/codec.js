const names = { avc1: 'H.264', avc3: 'H.264', hvc1: 'H.265', hev1: 'H.265', av01: 'AV1', vp09: 'VP9', mp4v: 'MPEG-4', jpeg: 'JPEG' };

/** What people call a codec that RFC 6381 names. */
export const codecName = codec => names[codec?.split('.')[0]] ?? codec ?? '';
