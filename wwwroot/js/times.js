// Shows <time data-local-time> in the browser's zone and the page's language. Pages that add times later call
// showTimes(element) on what they added.

const language = document.documentElement.lang || 'en';

const formats = {
  datetime: new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }),
  date: new Intl.DateTimeFormat(language, { dateStyle: 'medium' }),
  time: new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
  zoned: new Intl.DateTimeFormat(language, {
    year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short',
  }),
};

const ago = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
const steps = [[60, 'second', 1], [3600, 'minute', 60], [86400, 'hour', 3600], [Infinity, 'day', 86400]];

/** How long ago a moment was, or how far ahead it is: "3 min. ago". */
export function formatAgo(moment, now = Date.now()) {
  const seconds = (moment.getTime() - now) / 1000;
  const [, unit, size] = steps.find(([limit]) => Math.abs(seconds) < limit);
  return ago.format(Math.round(seconds / size), unit);
}

/** A moment as the format of that name writes it. */
export function formatTime(moment, format = 'datetime') {
  return format === 'ago' ? formatAgo(moment) : (formats[format] ?? formats.datetime).format(moment);
}

/** Turns the times below an element into local ones. */
export function showTimes(root = document) {
  for (const element of root.querySelectorAll('time[data-local-time]')) {
    const moment = new Date(element.dateTime);
    element.textContent = formatTime(moment, element.dataset.localTime);
    element.title = formats.zoned.format(moment);
  }
}
