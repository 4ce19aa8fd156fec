// Loaded before the first paint, and only while nobody chose a theme: takes the browser's.
document.documentElement.dataset.bsTheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
