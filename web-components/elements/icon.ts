import { html, svg } from 'lit'

/** An outline icon; it says nothing to screen readers, its button does. */
export function icon(name: IconName) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${paths[name]}</svg>`
}

export type IconName = keyof typeof paths

const paths = {
  search: svg`<circle cx="11" cy="11" r="6.5"></circle><path d="m16 16 4.5 4.5"></path>`,
  close: svg`<path d="M6 6l12 12M18 6 6 18"></path>`,
  emoji: svg`<circle cx="12" cy="12" r="8.5"></circle>
    <path d="M8.5 14a4.3 4.3 0 0 0 7 0M9 9.6v.1M15 9.6v.1"></path>`,
  picture: svg`<rect x="3.5" y="4.5" width="17" height="15" rx="2.5"></rect><circle cx="9" cy="10" r="1.6">
    </circle>
    <path d="m4 17 4.8-4.3 3.4 3 3.3-3.7 4.5 4.5"></path>`,
  folder: svg`<path d="M3.5 7a2 2 0 0 1 2-2h3.7l2.2 2.3h7.1a2 2 0 0 1 2 2V17a2 2 0 0 1-2 2h-13a2 2 0 0
    1-2-2z"></path>`,
  send: svg`<path d="M4 12 20 4.5 15.5 20l-3.7-6.2zM20 4.5l-8.2 9.3"></path>`,
  down: svg`<path d="M12 5v13M6.5 12.5 12 18l5.5-5.5"></path>`,
  panel: svg`<rect x="3.5" y="4.5" width="17" height="15" rx="2.5"></rect><path d="M15 4.5v15"></path>`,
  sun: svg`<circle cx="12" cy="12" r="3.8"></circle>
    <path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6
    18.4 7 17M17 7l1.4-1.4"></path>`,
  moon: svg`<path d="M19.5 14.2A8 8 0 0 1 9.8 4.5a8 8 0 1 0 9.7 9.7z"></path>`,
  system: svg`<rect x="3.5" y="5" width="17" height="11.5" rx="2"></rect><path d="M9 20h6M12 16.5V20"></path>`,
  people: svg`<circle cx="9" cy="8.5" r="3.3"></circle>
    <path d="M3 19.5c.4-3.4 2.8-5.2 6-5.2s5.6 1.8 6 5.2M15.5 5.6a3.3 3.3 0 0 1
    0 5.8M17.3 14.6c2.2.6 3.5 2.3 3.7 4.9"></path>`,
  phone: svg`<rect x="7" y="3" width="10" height="18" rx="2.4"></rect><path d="M11 17.7h2"></path>`,
  phoneOff: svg`<path d="M7 7v11.6A2.4 2.4 0 0 0 9.4 21h5.2a2.4 2.4 0 0 0 2.4-2.4V17M9 3.1l.4-.1h5.2A2.4 2.4
    0 0 1 17
    5.4V12M4 4l16 16"></path>`,
  alert: svg`<circle cx="12" cy="12" r="8.5"></circle><path d="M12 7.5v5.2M12 16.2v.1"></path>`,
  question: svg`<circle cx="12" cy="12" r="8.5"></circle><path d="M9.6 9.6a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2.9-1.2
    1.8M12 16.6v.1"></path>`,
  clock: svg`<circle cx="12" cy="12" r="8.5"></circle><path d="M12 7.3V12l3 2"></path>`,
  check: svg`<path d="m5 12.8 4.3 4.2L19 7.3"></path>`,
  play: svg`<path d="M8 5.4v13.2L18.6 12z" fill="currentColor"></path>`,
  pause: svg`<path d="M8.5 5.5v13M15.5 5.5v13" stroke-width="3"></path>`,
  download: svg`<path d="M12 4v11M7 10.5l5 5 5-5M5 19.5h14"></path>`,
  link: svg`<path d="M10 14a3.8 3.8 0 0 0 5.5.2l3-3a3.9 3.9 0 0 0-5.5-5.5l-1 1M14 10a3.8 3.8 0 0 0-5.5-.2l-3
    3a3.9 3.9 0 0 0
    5.5 5.5l1-1"></path>`,
  pin: svg`<path d="M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11z"></path>
    <circle cx="12" cy="10" r="2.3"></circle>`,
  top: svg`<path d="M5 4.5h14M12 20V9M7 13.5l5-5 5 5"></path>`,
  person: svg`<circle cx="12" cy="8.5" r="3.8"></circle><path d="M5 20c.6-4 3.3-6 7-6s6.4 2 7 6"></path>`,
  call: svg`<path d="M6.5 4h3l1.5 4-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4 1.5v3a2 2 0 0 1-2 2A14.5 14.5 0 0 1 4.5
    6a2 2 0 0 1 2-2z"></path>`,
  video: svg`<rect x="3" y="6.5" width="12" height="11" rx="2.2"></rect><path d="m15 11 6-3.5v9L15 13"></path>`,
  blocks: svg`<circle cx="8" cy="8" r="3.5"></circle><circle cx="16" cy="16" r="3.5"></circle><path d="M8
    16.5a3.5 3.5 0 0 0 4-3.5v-2a3.5 3.5 0 0 1 4-3.5"></path>`,
  history: svg`<path d="M5 4.5h14v11H11L7 19v-3.5H5zM8.5 8.5h7M8.5 11.5h4.5"></path>`,
  key: svg`<circle cx="8" cy="15.5" r="3.8"></circle><path d="m10.8 12.7 8.7-8.7M16 7.5l2.5 2.5"></path>`,
  autoReply: svg`<path d="M5 4.5h14v11h-7L8 19v-3.5H5zM12.6 6.5 10 10.2h3.6l-2 3"></path>`,
  leave: svg`<path d="M13 4.5H6.5a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H13M10 12h10M16.5 8.5 20 12l-3.5 3.5"></path>`,
  back: svg`<path d="M9 7 4.5 11.5 9 16M5 11.5h9.5a5 5 0 0 1 0 10H12"></path>`,
  copy: svg`<rect x="8.5" y="8.5" width="11" height="11" rx="2"></rect>
    <path d="M15.5 5.5v-.5a1 1 0 0 0-1-1H5.5a1 1 0 0
    0-1 1v9a1 1 0 0 0 1 1h.5"></path>`,
  chats: svg`<path d="M4 5.5h11.5v8.5H9l-3 2.8V14H4zM18.5 9.5H20V18h-2v2.8L15 18h-5v-1"></path>`,
  refresh: svg`<path d="M19.5 8.5A8 8 0 1 0 20 13M20 4v5h-5"></path>`,
  plus: svg`<path d="M12 5v14M5 12h14"></path>`,
  pencil: svg`<path d="m5 19 1-4L16.5 4.5l3 3L9 18zM14 7l3 3"></path>`,
  trash: svg`<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.9 12.5h9.2L17.5 7M10 10.5v5.5M14 10.5v5.5"></path>`,
  ban: svg`<circle cx="12" cy="12" r="8.5"></circle><path d="m6.2 6.2 11.6 11.6"></path>`,
  home: svg`<path d="M4 11.5 12 4.5l8 7M6.5 9.5v10h11v-10M10 19.5v-5.5h4v5.5"></path>`,
  tree: svg`<rect x="9" y="3.5" width="6" height="5" rx="1.2"></rect>
    <rect x="3.5" y="15.5" width="6" height="5" rx="1.2"></rect>
    <rect x="14.5" y="15.5" width="6" height="5" rx="1.2"></rect>
    <path d="M12 8.5v3.5M6.5 15.5V12h11v3.5"></path>`,
  list: svg`<path d="M8.5 6h11M8.5 12h11M8.5 18h11M4.5 6v.1M4.5 12v.1M4.5 18v.1"></path>`,
  upload: svg`<path d="M12 15V4M7 8.5l5-5 5 5M5 19.5h14"></path>`,
  columns: svg`<rect x="3.5" y="4.5" width="17" height="15" rx="2"></rect><path d="M9.2 4.5v15M14.8 4.5v15"></path>`,
  rows: svg`<path d="M4 6h16M4 10h16M4 14h16M4 18h16"></path>`,
  more: svg`<path d="M6 12v.1M12 12v.1M18 12v.1" stroke-width="2.6"></path>`,
  chevron: svg`<path d="m9 6 6 6-6 6"></path>`,
  up: svg`<path d="M12 19V6M6.5 11.5 12 6l5.5 5.5"></path>`,
  filter: svg`<path d="M4 6h16l-6 7v5.5l-4-2V13z"></path>`,
  qr: svg`<rect x="4" y="4" width="6" height="6" rx="1"></rect><rect x="14" y="4" width="6" height="6" rx="1"></rect>
    <rect x="4" y="14" width="6" height="6" rx="1"></rect><path
      d="M14 14h2.5v2.5H14zM20 14v2M20 20h-3.5M14 20v-.5"></path>`,
  tasks: svg`<path d="M10.5 6.5h9M10.5 12h9M10.5 17.5h9M4 6.5l1.3 1.3L7.8 5.3M4 12l1.3 1.3
    2.5-2.5M4 17.5l1.3 1.3 2.5-2.5"></path>`,
  code: svg`<path d="m8.5 7.5-5 4.5 5 4.5M15.5 7.5l5 4.5-5 4.5"></path>`,
  shield: svg`<path d="M12 3.5 19 6v5.5c0 4.3-2.8 7.5-7 9-4.2-1.5-7-4.7-7-9V6z"></path>`,
  sliders: svg`<path d="M4 7h9M17 7h3M4 17h3M11 17h9"></path><circle cx="15" cy="7" r="2"></circle>
    <circle cx="9" cy="17" r="2"></circle>`,
  bolt: svg`<path d="M13 3 5 13.5h6L10.5 21 19 10h-6z"></path>`,
  left: svg`<path d="m15 6-6 6 6 6"></path>`,
  quote: svg`<path d="M5 16.5c2.8-.6 4-2.2 4-5H5V6.5h5.5v5c0 4.3-1.8 6.8-5.5 7.5zM13.5 16.5c2.8-.6 4-2.2
    4-5h-4V6.5H19v5c0 4.3-1.8 6.8-5.5 7.5z"></path>`,
  forward: svg`<path d="M14.5 6 20 11.5 14.5 17v-3.2C9.6 13.6 6.2 15 4 18.5c.5-5.6 3.8-9 10.5-9.3z"></path>`,
  mic: svg`<rect x="9" y="3.5" width="6" height="11" rx="3"></rect><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12
    18v3"></path>`,
}
