// The theme without its web font: the reader's own fonts do, and nothing is fetched for them.
export { default } from 'vitepress/theme-without-fonts';

import './style.css';
