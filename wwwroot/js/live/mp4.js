// The little that a player has to read of fragmented MP4 (ISO/IEC 14496-12): which track is the picture, and when a fragment begins.

function* boxesOf(bytes, path) {
  const [wanted, ...deeper] = path;
  for (let at = 0; at + 8 <= bytes.byteLength;) {
    let [size, head] = [bytes.getUint32(at), 8];
    if (size === 1) [size, head] = [Number(bytes.getBigUint64(at + 8)), 16];
    if (size < head || at + size > bytes.byteLength) return;
    const type = String.fromCharCode(...[4, 5, 6, 7].map(offset => bytes.getUint8(at + offset)));
    if (type === wanted) {
      const content = new DataView(bytes.buffer, bytes.byteOffset + at + head, size - head);
      if (deeper.length === 0) yield content;
      else yield* boxesOf(content, deeper);
    }
    at += size;
  }
}

const firstOf = (bytes, ...path) => boxesOf(bytes, path).next().value;

// Full boxes begin with a version; version 1 has its times in 64 bits.
const isLong = box => box.getUint8(0) === 1;

/** The picture's track in an initialization segment: its number and the ticks of its second; null where there is none. */
export function pictureTrackOf(head) {
  for (const track of boxesOf(new DataView(head), ['moov', 'trak'])) {
    const handler = firstOf(track, 'mdia', 'hdlr');
    const [header, media] = [firstOf(track, 'tkhd'), firstOf(track, 'mdia', 'mdhd')];
    if (!handler || !header || !media || handler.getUint32(8) !== 0x76696465) continue;
    return { id: header.getUint32(isLong(header) ? 20 : 12), timescale: media.getUint32(isLong(media) ? 20 : 12) };
  }
  return null;
}

/** The second at which a fragment's picture begins, or null where it carries none. */
export function startOf(fragment, track) {
  for (const part of boxesOf(new DataView(fragment), ['moof', 'traf'])) {
    const [header, time] = [firstOf(part, 'tfhd'), firstOf(part, 'tfdt')];
    if (!header || !time || header.getUint32(4) !== track.id) continue;
    return (isLong(time) ? Number(time.getBigUint64(4)) : time.getUint32(4)) / track.timescale;
  }
  return null;
}
