// The browser's side of page.h. What the page's own scripts offer the program is in Module.shell (boot.js).
mergeInto(LibraryManager.library, {
  $SluicePage: {
    ask: function (event) {
      event.preventDefault();
      event.returnValue = '';  // older browsers ask only because of this
    },
  },

  sluice_page_title: function (title) { document.title = UTF8ToString(title); },

  sluice_page_theme: function (light) { document.documentElement.dataset.theme = light ? 'light' : 'dark'; },

  sluice_page_busy__deps: ['$SluicePage'],
  sluice_page_busy: function (busy) {
    if (busy) window.addEventListener('beforeunload', SluicePage.ask);
    else window.removeEventListener('beforeunload', SluicePage.ask);
  },

  sluice_page_announce: function (text) { document.getElementById('live').textContent = UTF8ToString(text); },

  sluice_page_sign_in: function (gateway) { Module['shell'].openSignIn(UTF8ToString(gateway)); },

  sluice_page_session: function () { Module['shell'].sessionChanged(); },

  sluice_page_prefers_light: function () { return matchMedia('(prefers-color-scheme: light)').matches ? 1 : 0; },

  sluice_page_is_file: function () { return location.protocol === 'file:' ? 1 : 0; },

  sluice_page_address__deps: ['$SluiceInbox'],
  sluice_page_address: function () { SluiceInbox.put(location.href.split('#')[0]); },

  sluice_page_open: function (address) {
    const url = UTF8ToString(address);
    if (/^https?:/i.test(url)) window.open(url, '_blank', 'noopener,noreferrer');
  },

  sluice_page_fragment__deps: ['$SluiceInbox'],
  sluice_page_fragment: function () { SluiceInbox.put(location.hash.replace(/^#/, '')); },
});
