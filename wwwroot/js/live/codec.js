const names = { avc1: 'H.264', avc3: 'H.264', hvc1: 'H.265', hev1: 'H.265', av01: 'AV1', vp09: 'VP9', mp4v: 'MPEG-4', jpeg: 'JPEG' };

/** What people call a codec that RFC 6381 names. In MP4, object type 6C is JPEG (ISO/IEC 14496-1, registered by mp4ra.org). */
export const codecName = (codec = '') => (/^mp4v\.6c/i.test(codec) ? 'JPEG' : names[codec.split('.')[0]] ?? codec);
